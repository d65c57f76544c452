// Changes that were queued in one step, on one card: how many stand where, and what can be done with all of them.
import { Button, Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { hrefOfObject } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { Changes } from '../../components/Changes';
import { detailOf } from '../../components/detail';
import { StateSign } from '../../components/StateSign';
import { When } from '../../components/When';
import { stepBulk } from '../../gen/commands';
import type { Bulk, BulkStep, OperationView, State } from '../../gen/types';
import { number } from '../../i18n/format';
import { known } from '../../i18n/known';
import { OperationCard } from './OperationCard';

const useStyles = makeStyles({
  card: { padding: '16px 20px', marginBottom: '12px', border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusLarge, display: 'flex', flexDirection: 'column', rowGap: '10px' },
  marked: { border: `1px solid ${tokens.colorBrandStroke1}`, boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  states: { display: 'flex', flexWrap: 'wrap', gap: '4px 20px', listStyleType: 'none', margin: 0, padding: 0 },
  state: { display: 'flex', alignItems: 'center', columnGap: '6px', fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  steps: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  members: { listStyleType: 'none', margin: 0, padding: 0, maxHeight: '40vh', overflowY: 'auto' },
  member: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) max-content', columnGap: '12px', padding: '4px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
});

/** So many of a bulk are listed; the others are in the lists of their people. */
const LISTED = 200;

function stepName(t: TFunction, { step, count }: { step: BulkStep; count: number }): string {
  return t(`bulkStep.${step}`, { count });
}

interface Props {
  bulk: Bulk;
  marked: boolean;
  /** The one of them that is looked for. */
  member: string | undefined;
  onDone: () => void;
  onEdit: (operation: OperationView) => void;
  /** None where nobody can sign in. */
  onSignIn: (() => void) | null;
}

/** What a person may have to decide for one alone. */
const single: ReadonlySet<State> = new Set(['held', 'conflict', 'failed', 'unknown']);

export function BulkCard({ bulk, marked, member, onDone, onEdit, onSignIn }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const card = useRef<HTMLLIElement>(null);
  const [open, setOpen] = useState(member !== undefined);
  useEffect(() => {
    if (marked) card.current?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  const act = useMutation({
    mutationFn: (step: BulkStep) => stepBulk({ tenant, id: bulk.id, step }),
    onSuccess: onDone,
    onError: useFailureToast(),
  });
  return (
    <li ref={card} className={mergeClasses(styles.card, marked && styles.marked)}>
      <h2 className={styles.title}>{t('bulk.card', { operation: known('operation', bulk.operation), count: bulk.count })}</h2>
      <ul className={styles.states} aria-label={t('bulk.states')}>
        {bulk.states.map(({ state, count }) => (
          <li key={state} className={styles.state}>
            {number(count)} <StateSign state={state} />
          </li>
        ))}
      </ul>
      {bulk.holds.map(({ hold, count }) => (
        <div key={hold}>{t('bulk.held', { count, why: known('bulkHold', hold) })}</div>
      ))}
      {bulk.kinds.length > 1 && <div>{bulk.kinds.map((one) => `${known('operation', one.operation)}: ${number(one.count)}`).join(' · ')}</div>}
      <Changes changes={bulk.changes} fresh={bulk.operation === 'create-user'} />
      <div className={styles.quiet}>
        {bulk.count > bulk.names.length ? t('bulk.namesAndMore', { names: bulk.names.join(', ') }) : bulk.names.join(', ')} · {bulk.who} · <When at={bulk.queuedAt} />
      </div>
      <div className={styles.steps} role="group" aria-label={t('outbox.steps')}>
        {bulk.steps.map((one) => (
          <Button key={one.step} size="small" appearance={one.step === 'approve' ? 'primary' : 'secondary'} disabled={act.isPending} onClick={() => act.mutate(one.step)}>
            {stepName(t, one)}
          </Button>
        ))}
        <Button size="small" appearance="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'bulk.hide' : 'bulk.show')}
        </Button>
      </div>
      {open && <Members bulk={bulk.id} member={member} onDone={onDone} onEdit={onEdit} onSignIn={onSignIn} />}
    </li>
  );
}

function Members({ bulk, member, onDone, onEdit, onSignIn }: Omit<Props, 'bulk' | 'marked'> & { bulk: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const all: OperationView[] = useCommand('outbox', { tenant: useTenant().id, bulk }).data ?? [];
  // The one that is looked for first, then those that somebody may have to decide, then those that went wrong.
  const rank = (one: OperationView) => (one.id === member ? 0 : single.has(one.state) ? 1 : one.error !== null ? 2 : 3);
  const order = [...all].sort((left, right) => rank(left) - rank(right));
  return (
    <>
      <ul className={styles.members} aria-label={t('bulk.members')}>
        {order.slice(0, LISTED).map((one) =>
          single.has(one.state) ? (
            <OperationCard
              key={one.id}
              operation={one}
              after={all.find((other) => other.id === one.waitsFor)?.target.name}
              marked={one.id === member}
              onDone={onDone}
              onEdit={() => onEdit(one)}
              onSignIn={onSignIn}
              selected={null}
              onSelect={() => undefined}
            />
          ) : (
            <li key={one.id} className={styles.member}>
              <Link href={hrefOfObject(one.target.collection, one.target.id)}>{one.target.name}</Link>
              <StateSign state={one.state} />
              {one.error && <span className={styles.quiet}>{detailOf(one.error)}</span>}
            </li>
          ),
        )}
      </ul>
      {all.length > LISTED && <div className={styles.quiet}>{t('bulk.notListed', { count: all.length - LISTED })}</div>}
    </>
  );
}
