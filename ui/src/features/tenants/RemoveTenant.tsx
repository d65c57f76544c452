// Signs out of a tenant and takes away what Kontor keeps of it, after saying what goes, what stays, and what would be lost.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarBody, Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query';
import { goInstead, goTo, hrefOf } from '../../app/route';
import { Failure } from '../../components/Failure';
import { StateSign } from '../../components/StateSign';
import { useReturnFocus } from '../../components/useReturnFocus';
import { removeTenant } from '../../gen/commands';
import type { Code, OperationView, TenantInfo } from '../../gen/types';
import { known } from '../../i18n/known';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '14px', overflowX: 'hidden', '& > *': { flexShrink: 0 } },
  text: { margin: 0 },
  before: { margin: '0 0 8px' },
  goes: { margin: '4px 0 0', paddingLeft: '20px' },
  lost: { listStyleType: 'none', margin: 0, padding: 0, maxHeight: '220px', overflowY: 'auto', borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  one: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    columnGap: '16px',
    padding: '8px 4px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
  button: { whiteSpace: 'nowrap' },
});

/** With these nobody can look into the files any more: what has not been sent in them is lost already. */
const shut: ReadonlySet<Code> = new Set<Code>(['wrong-key', 'key-missing', 'corrupt']);

export function RemoveTenant({ tenant: { id, name }, onClose }: { tenant: TenantInfo; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  useReturnFocus();
  const [unsent, setUnsent] = useState<OperationView[]>([]);
  const outbox = useRef<HTMLButtonElement>(null);
  const removing = useMutation({
    mutationFn: async (discardUnsent: boolean) => {
      const place = window.location.hash || hrefOf('home');
      // What the address names is of this tenant, and the screens of the next one are drawn as soon as it is gone.
      goInstead(hrefOf('home'));
      let kept = true;
      try {
        const answer = await removeTenant({ tenant: id, discardUnsent });
        kept = answer.unsent.length > 0;
        return answer.unsent;
      } finally {
        if (kept) goInstead(place);
      }
    },
    onSuccess: async (lost) => {
      setUnsent(lost);
      if (lost.length > 0) return;
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['state'] });
    },
  });
  // The key that confirmed the first question must not answer the second.
  useEffect(() => outbox.current?.focus(), [unsent]);
  const code = removing.error?.code;
  const blind = code !== undefined && shut.has(code);
  const busy = removing.isPending;
  const lose = unsent.length > 0 ? t('remove.lose') : blind ? t('remove.blindly') : null;
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && !busy && onClose()}>
      <DialogSurface style={{ maxWidth: 600 }}>
        <DialogBody>
          <DialogTitle>{t('remove.title', { name })}</DialogTitle>
          <DialogContent className={styles.content}>
            {unsent.length === 0 && (
              <>
                <div>
                  {t('remove.goes')}
                  <ul className={styles.goes}>
                    <li>{t('remove.signIn')}</li>
                    <li>{t('remove.key')}</li>
                    <li>{t('remove.copy')}</li>
                    <li>{t('remove.journal')}</li>
                  </ul>
                </div>
                <p className={styles.text}>{t('remove.stays')}</p>
              </>
            )}
            {unsent.length > 0 && <Lost unsent={unsent} />}
            {removing.error && (
              <div role="alert">
                <MessageBar intent="error" layout="multiline">
                  <MessageBarBody>
                    <Failure error={removing.error} />
                    {blind && <div>{t('remove.unseen')}</div>}
                  </MessageBarBody>
                </MessageBar>
              </div>
            )}
          </DialogContent>
          {lose !== null && (
            <DialogActions position="start">
              <Button className={styles.button} disabledFocusable={busy} icon={busy ? <Spinner size="tiny" /> : undefined} onClick={() => removing.mutate(true)}>
                {busy ? t('remove.busy') : lose}
              </Button>
            </DialogActions>
          )}
          <DialogActions>
            <Button disabled={busy} onClick={onClose}>
              {t('action.cancel')}
            </Button>
            {unsent.length > 0 && (
              <Button
                ref={outbox}
                className={styles.button}
                appearance="primary"
                disabled={busy}
                onClick={() => {
                  onClose();
                  goTo(hrefOf('outbox'));
                }}
              >
                {t('note.open')}
              </Button>
            )}
            {lose === null && (
              <Button
                className={styles.button}
                appearance="primary"
                disabledFocusable={busy}
                icon={busy ? <Spinner size="tiny" /> : undefined}
                onClick={() => removing.mutate(false)}
              >
                {busy ? t('remove.busy') : t('remove.go')}
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

/** The changes that nobody could send any more. */
function Lost({ unsent }: { unsent: OperationView[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div role="alert">
      <p className={styles.before}>{t('remove.unsent', { count: unsent.length })}</p>
      <ul className={styles.lost}>
        {unsent.map((one) => (
          <li key={one.id} className={styles.one}>
            <span>{t('remove.change', { operation: known('operation', one.operation), name: one.target.name })}</span>
            <StateSign state={one.state} />
          </li>
        ))}
      </ul>
    </div>
  );
}
