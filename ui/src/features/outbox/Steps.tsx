// The buttons of a card: the first step stands out where a person is needed.
import { Button, makeStyles } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { goTo, screenOf } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { approve, discard, resolve, retry } from '../../gen/commands';
import type { OneOperation, OperationView } from '../../gen/types';
import type { Step, Story } from './story';

const useStyles = makeStyles({ steps: { display: 'flex', flexWrap: 'wrap', gap: '8px' } });

const commands: Record<Exclude<Step, 'open'>, (input: OneOperation) => Promise<unknown>> = {
  approve,
  retry,
  discard,
  mine: (input) => resolve({ ...input, keep: 'mine' }),
  theirs: (input) => resolve({ ...input, keep: 'theirs' }),
};

interface Props {
  operation: OperationView;
  story: Story;
  /** The card is about to go: the focus must have somewhere to be. */
  onDone: () => void;
}

export function Steps({ operation, story, onDone }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const { target, hold } = operation;
  const act = useMutation({
    mutationFn: (step: keyof typeof commands) => commands[step]({ tenant, id: operation.id }),
    onSuccess: onDone,
    onError: useFailureToast(),
  });
  const names: Record<Step, string> = {
    approve: hold === 'age' ? t('outbox.approve') : hold === 'outcome-unknown' ? t('outbox.sendAgain') : t('outbox.retry'),
    retry: t('outbox.retry'),
    discard: t('outbox.discard'),
    mine: t('conflict.keepMine'),
    theirs: t('conflict.keepTheirs'),
    open: t('outbox.open', { name: target.name }),
  };
  if (story.steps.length === 0) return null;
  return (
    <div className={styles.steps}>
      {story.steps.map((step, index) => (
        <Button
          key={step}
          size="small"
          appearance={story.urgent && index === 0 ? 'primary' : 'secondary'}
          disabled={act.isPending}
          onClick={() => (step === 'open' ? goTo(screenOf[target.collection] ?? 'home', { id: target.id }) : act.mutate(step))}
        >
          {names[step]}
        </Button>
      ))}
    </div>
  );
}
