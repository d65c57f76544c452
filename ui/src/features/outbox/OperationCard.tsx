// One operation: what it does and to whom, what happened to it, why, and what comes next.
import { Checkbox, Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { hrefOfObject } from '../../app/route';
import { useConnection } from '../../app/tenant';
import { AccessNote } from '../../components/AccessNote';
import { Changes } from '../../components/Changes';
import { FailureDetail } from '../../components/Failure';
import { roleNames } from '../../components/RoleName';
import { StateSign } from '../../components/StateSign';
import { Takes } from '../../components/Takes';
import { When } from '../../components/When';
import type { OperationView } from '../../gen/types';
import { known } from '../../i18n/known';
import { CardTools } from './CardTools';
import { ConflictTable } from './ConflictTable';
import { GuidedSteps } from './GuidedSteps';
import { Related } from './Related';
import { Steps } from './Steps';
import { storyOf } from './story';

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
  select: { margin: '-6px 0 -6px -8px' },
  title: { margin: 0, flexGrow: 1, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  happened: { margin: 0 },
  urgent: { fontWeight: tokens.fontWeightSemibold },
  story: { display: 'grid', gridTemplateColumns: '170px minmax(0, 1fr)', columnGap: '16px', rowGap: '6px', margin: 0 },
  name: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  evidence: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
});

interface Props {
  operation: OperationView;
  /** Whose change must be over first, if it waits for another. */
  after: string | undefined;
  marked: boolean;
  onDone: () => void;
  onEdit: () => void;
  /** None where nobody can sign in. */
  onSignIn: (() => void) | null;
  /** None where it cannot be selected. */
  selected: boolean | null;
  onSelect: (selected: boolean) => void;
}

export function OperationCard({ operation, after, marked, onDone, onEdit, onSignIn, selected, onSelect }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const card = useRef<HTMLLIElement>(null);
  const connection = useConnection();
  const kind = useCommand('operations', {}).data?.find((kind) => kind.name === operation.operation);
  const page = kind?.page ?? null;
  useEffect(() => {
    if (marked) card.current?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  const { target, state, conflicts, error, evidence, finishedAt } = operation;
  const story = storyOf(operation, connection);
  const values = { name: target.name, role: kind?.leastRole ? roleNames(kind.leastRole) : t('value.unknown'), after: after ?? target.name };
  // A field in conflict stands in the table below, with what Microsoft has now.
  const changes = operation.changes.filter((change) => !conflicts.some((one) => one.field === change.field && JSON.stringify(one.yours) === JSON.stringify(change.to)));
  return (
    <li ref={card} className={mergeClasses(styles.card, marked && styles.marked)}>
      <div className={styles.head}>
        {selected !== null && (
          <Checkbox
            className={styles.select}
            aria-label={t('select.one', { operation: known('operation', operation.operation), name: target.name })}
            checked={selected}
            onChange={(_, data) => onSelect(data.checked === true)}
          />
        )}
        <h2 className={styles.title}>
          {known('operation', operation.operation)} · <Link href={hrefOfObject(target.collection, target.id)}>{target.name}</Link>
        </h2>
        <StateSign state={state} />
      </div>
      {changes.length > 0 && <Changes changes={changes} fresh={operation.operation === 'create-user'} />}
      {conflicts.length > 0 && <ConflictTable conflicts={conflicts} />}
      {finishedAt === null && <Takes operation={operation.operation} reach={operation.reach} access={operation.access} />}
      {operation.access && error === null && <AccessNote access={operation.access} onSignIn={onSignIn} />}
      <p className={mergeClasses(styles.happened, story.urgent && styles.urgent)}>{t(story.happened, values)}</p>
      {(error !== null || story.next !== null) && (
        <dl className={styles.story}>
          {error !== null && (
            <>
              <dt className={styles.name}>{t('story.why')}</dt>
              <dd className={styles.value}>
                {state === 'queued' && <div>{t(`error.${error.code}`)}</div>}
                <FailureDetail error={error} />
              </dd>
            </>
          )}
          {story.next !== null && (
            <>
              <dt className={styles.name}>{t('story.next')}</dt>
              <dd className={styles.value}>{t(story.next, values)}</dd>
            </>
          )}
        </dl>
      )}
      {evidence && (
        <div className={styles.evidence}>
          <Trans i18nKey={`evidence.${evidence.kind}`} components={{ when: <When at={evidence.at} /> }} />
          {evidence.requestId && ` · ${t('outbox.request', { id: evidence.requestId })}`}
        </div>
      )}
      {state === 'guided' && page !== null && operation.waitsFor === null && <GuidedSteps operation={operation} page={page} />}
      <Related operation={operation} />
      <Steps operation={operation} story={story} onDone={onDone} onEdit={onEdit} />
      <CardTools operation={operation} sent={page === null} />
    </li>
  );
}
