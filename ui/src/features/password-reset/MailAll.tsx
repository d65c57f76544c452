// A mail to all who may reset their password and have not registered: how many, how it reads, and each of them once.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarBody, ProgressBar, makeStyles, tokens } from '@fluentui/react-components';
import { Mail20Regular } from '@fluentui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { useReturnFocus } from '../../components/useReturnFocus';
import { list, outbox, queue, show } from '../../gen/commands';
import type { Error as Failed, RegistrationDetailsRow, UserRow } from '../../gen/types';
import { i18next } from '../../i18n/i18n';
import { number } from '../../i18n/format';
import { languageOf } from '../users/language';
import { prepared, written } from './mail';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '12px', '& > p': { margin: 0 } },
  sample: { margin: 0, padding: '12px 14px', whiteSpace: 'pre-wrap', fontFamily: 'inherit', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3 },
});

const WITHOUT = { enabled: ['1'], registered: ['0'] };

async function everyone(tenant: string): Promise<RegistrationDetailsRow[]> {
  const all: RegistrationDetailsRow[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await list({ tenant, collection: 'registration-details', filters: WITHOUT, limit: 1000, ...(after && { after }) });
    all.push(...page.items.map((one) => one.row as RegistrationDetailsRow));
    after = page.next;
  }
  return all;
}

/** The report is older than the users: who was deleted since gets no mail, and the others still do. */
function gone(cause: Failed): null {
  if (cause.code === 'not-found') return null;
  throw cause;
}

export function MailAll() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const tenant = useTenant().id;
  const count = useCommand('list', { tenant, collection: 'registration-details', filters: WITHOUT, limit: 1 }).data?.total ?? 0;
  if (count === 0) return null;
  return (
    <>
      <Button appearance="primary" icon={<Mail20Regular />} onClick={() => setOpen(true)}>
        {t('register.mailAll')}
      </Button>
      {open && <Letter onClose={() => setOpen(false)} />}
    </>
  );
}

function Letter({ onClose }: { onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  useReturnFocus();
  const tenant = useTenant().id;
  const people = useQuery({ queryKey: ['list', { tenant, collection: 'registration-details', filters: WITHOUT }, 'all'], queryFn: () => everyone(tenant) });
  const known = useCommand('outbox', { tenant }).data;
  const rows = people.data ?? [];
  const before = written(known ?? []);
  const left = rows.filter((row) => !before.has(row.id));
  const sample = left[0] ?? rows[0];
  const [done, setDone] = useState(0);
  const stopped = useRef(false);
  const sending = useMutation({
    mutationFn: async () => {
      // Asked anew: another window may have written to them since.
      const already = written(await outbox({ tenant }));
      for (const row of await everyone(tenant)) {
        if (stopped.current) return;
        if (already.has(row.id)) continue;
        const user = await show({ tenant, collection: 'users', id: row.id }).catch(gone);
        if (user === null) continue;
        await queue({ tenant, operation: 'send-mail', id: row.id, input: prepared(row, languageOf(user.row as UserRow)) });
        setDone((count) => count + 1);
      }
    },
    onSuccess: onClose,
  });
  const close = () => {
    stopped.current = true;
    onClose();
  };
  const mail = sample && prepared(sample, i18next.language === 'nb' ? 'nb' : 'en');
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface style={{ maxWidth: 560 }}>
        <DialogBody>
          <DialogTitle>{t('register.mailAll')}</DialogTitle>
          <DialogContent className={styles.content}>
            {people.error && <Failure error={people.error} />}
            {people.data && <p>{t('register.who', { count: left.length })}</p>}
            {before.size > 0 && rows.length > left.length && <p>{t('register.before', { count: rows.length - left.length })}</p>}
            <p>{t('register.each')}</p>
            {mail && <pre className={styles.sample} aria-label={t('register.sample')}>{`${mail.subject}\n\n${mail.body}`}</pre>}
            {sending.isPending && <ProgressBar value={left.length > 0 ? done / left.length : undefined} aria-label={t('register.progress', { done: number(done), all: number(left.length) })} />}
            {sending.error && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>
                  {t('register.stopped', { done: number(done) })} <Failure error={sending.error} />
                </MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button appearance="primary" disabledFocusable={sending.isPending || left.length === 0} onClick={() => sending.mutate()}>
              {t('form.queue')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
