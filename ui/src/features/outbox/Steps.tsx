// The buttons of a card: the first step stands out where a person is needed.
import { Button, makeStyles } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { acknowledge, approve, discard, resolve, retry, tell, undo } from '../../gen/commands';
import type { Hold, OneOperation, OperationView } from '../../gen/types';
import { untried } from './select';
import type { Step, Story } from './story';

const useStyles = makeStyles({ steps: { display: 'flex', flexWrap: 'wrap', gap: '8px' } });

const commands: Record<Exclude<Step, 'edit'>, (input: OneOperation) => Promise<unknown>> = {
  approve,
  retry,
  discard,
  acknowledge,
  undo,
  tell,
  mine: (input) => resolve({ ...input, keep: 'mine' }),
  theirs: (input) => resolve({ ...input, keep: 'theirs' }),
};

function approveName(t: TFunction, hold: Hold | null): string {
  if (hold === 'outcome-unknown') return t('outbox.sendAgain');
  if (hold === 'exported') return t('outbox.sendFromHere');
  return hold !== null && untried.has(hold) ? t('outbox.approve') : t('outbox.retry');
}

interface Props {
  operation: OperationView;
  story: Story;
  /** The card is about to go: the focus must have somewhere to be. */
  onDone: () => void;
  onEdit: () => void;
}

export function Steps({ operation, story, onDone, onEdit }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const { hold } = operation;
  const act = useMutation({
    mutationFn: (step: keyof typeof commands) => commands[step]({ tenant, id: operation.id }),
    onSuccess: onDone,
    onError: useFailureToast(),
  });
  const names: Record<Step, string> = {
    approve: approveName(t, hold),
    retry: t('outbox.retry'),
    discard: t('outbox.discard'),
    acknowledge: t('outbox.acknowledge'),
    undo: t('outbox.undo'),
    tell: t('outbox.tell'),
    mine: t('conflict.keepMine'),
    theirs: t('conflict.keepTheirs'),
    edit: t('action.edit'),
  };
  if (story.steps.length === 0) return null;
  return (
    <div className={styles.steps} role="group" aria-label={t('outbox.steps')}>
      {story.steps.map((step, index) => (
        <Button
          key={step}
          size="small"
          appearance={story.advised && index === 0 ? 'primary' : 'secondary'}
          disabled={act.isPending}
          onClick={() => (step === 'edit' ? onEdit() : act.mutate(step))}
        >
          {names[step]}
        </Button>
      ))}
    </div>
  );
}
