// One operation: what it does, to whom, where it stands and what comes next.
import { Button, Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { hrefOf, screenOf } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { Changes } from '../../components/Changes';
import { Failure } from '../../components/Failure';
import { When } from '../../components/When';
import { approve, discard, retry } from '../../gen/commands';
import type { OperationView } from '../../gen/types';
import { known } from '../../i18n/known';
import { ConflictTable } from './ConflictTable';
import { StateSign } from './StateSign';
import { Times } from './Times';

const useStyles = makeStyles({
  card: {
    padding: '16px 20px',
    marginBottom: '12px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    display: 'flex',
    flexDirection: 'column',
    rowGap: '10px',
  },
  marked: { border: `1px solid ${tokens.colorBrandStroke1}`, boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` },
  head: { display: 'flex', alignItems: 'center', columnGap: '8px' },
  title: { margin: 0, flexGrow: 1, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  sentence: { color: tokens.colorNeutralForeground2 },
  error: { padding: '10px 12px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3 },
  evidence: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  actions: { display: 'flex', columnGap: '8px' },
});

const commands = { approve, discard, retry };

export function OperationCard({ operation, marked }: { operation: OperationView; marked: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const act = useMutation({
    mutationFn: (action: keyof typeof commands) => commands[action]({ tenant, id: operation.id }),
    onError: useFailureToast(),
  });
  const { target, state, hold } = operation;
  const can = (action: keyof typeof commands) => operation.actions.includes(action);
  return (
    <li className={mergeClasses(styles.card, marked && styles.marked)}>
      <div className={styles.head}>
        <h2 className={styles.title}>
          {known('operation', operation.operation)} · <Link href={hrefOf(screenOf[target.collection] ?? 'home', { id: target.id })}>{target.name}</Link>
        </h2>
        <StateSign state={state} />
      </div>
      <Changes changes={operation.changes} />
      <div className={styles.sentence}>{hold ? t(`hold.${hold}`) : t(`state.${state}.text`)}</div>
      {operation.conflicts.length > 0 && <ConflictTable operation={operation} />}
      {operation.error && (
        <div className={styles.error}>
          <Failure error={operation.error} />
        </div>
      )}
      {operation.evidence && (
        <div className={styles.evidence}>
          <Trans
            i18nKey={`evidence.${operation.evidence.kind}`}
            components={{ when: <When at={operation.evidence.at} /> }}
          />
          {operation.evidence.requestId && ` · ${t('outbox.request', { id: operation.evidence.requestId })}`}
        </div>
      )}
      <Times operation={operation} />
      {(can('approve') || can('retry') || can('discard')) && (
        <div className={styles.actions}>
          {can('approve') && (
            <Button size="small" appearance="primary" disabled={act.isPending} onClick={() => act.mutate('approve')}>
              {t('outbox.approve')}
            </Button>
          )}
          {can('retry') && (
            <Button size="small" disabled={act.isPending} onClick={() => act.mutate('retry')}>
              {t('outbox.retry')}
            </Button>
          )}
          {can('discard') && (
            <Button size="small" disabled={act.isPending} onClick={() => act.mutate('discard')}>
              {t('outbox.discard')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
