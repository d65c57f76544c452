// One note for all changes that were just queued, with the way back. It has a line of its own, so that it covers nothing.
import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowUndo16Regular, ArrowUpload16Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { discard, stepBulk } from '../gen/commands';
import { known } from '../i18n/known';
import { useCommand } from './query';
import { hrefOf } from './route';
import { useTenant } from './tenant';
import { useFailureToast } from './toast';
import { type Waiting, bulkAsOne, inUndoTime, nextToLeave } from './undoTime';

const useStyles = makeStyles({
  note: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '12px',
    marginTop: 'auto',
    flexShrink: 0,
    minHeight: '44px',
    padding: '0 24px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    '& > svg': { flexShrink: 0, color: tokens.colorBrandForeground1 },
  },
  text: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  link: { whiteSpace: 'nowrap' },
});

export function QueuedNote() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const alone = useCommand('outbox', { tenant, active: true, alone: true }).data ?? [];
  const bulks = useCommand('bulks', { tenant }).data ?? [];
  const operations: Waiting[] = [...alone, ...bulks.map(bulkAsOne)];
  const [now, setNow] = useState(Date.now);
  const queued = inUndoTime(operations, now);
  const leaves = nextToLeave(queued);
  useEffect(() => {
    if (leaves === null) return;
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, leaves - Date.now()) + 1);
    return () => clearTimeout(timer);
  }, [leaves]);
  const undo = useMutation({
    mutationFn: (last: Waiting): Promise<unknown> => (last.count === undefined ? discard({ tenant, id: last.id }) : stepBulk({ tenant, id: last.id, step: 'discard' })),
    onSettled: () => document.getElementById('main')?.focus(),
    onError: useFailureToast(),
  });
  const last = queued.at(-1);
  return (
    <div role="status" aria-label={t('note.title')} className={last && styles.note}>
      {last && (
        <>
          <ArrowUpload16Regular aria-hidden />
          <span className={styles.text}>
            {queued.length === 1
              ? last.count === undefined
                ? t('note.one', { operation: known('operation', last.operation), name: last.target.name })
                : t('note.bulk', { operation: known('operation', last.operation), count: last.count })
              : t('note.several', { count: queued.length })}
          </span>
          <Button size="small" icon={<ArrowUndo16Regular />} disabled={undo.isPending} onClick={() => undo.mutate(last)}>
            {queued.length === 1 ? t('action.undo') : t('note.undoLast')}
          </Button>
          <Link className={styles.link} href={hrefOf('outbox', { id: last.id })}>
            {t('note.open')}
          </Link>
        </>
      )}
    </div>
  );
}
