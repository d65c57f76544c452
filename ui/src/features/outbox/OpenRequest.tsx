// A change request of another admin: who made it, when, signed by what, what each change will do; then it stands here, held.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from '@fluentui/react-components';
import { DocumentArrowUp20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { Changes } from '../../components/Changes';
import { Fact, Facts } from '../../components/Facts';
import { Failure } from '../../components/Failure';
import { useReturnFocus } from '../../components/useReturnFocus';
import { When } from '../../components/When';
import { acceptRequest, openRequest } from '../../gen/commands';
import type { ChangeRequest } from '../../gen/types';
import { known } from '../../i18n/known';

const useStyles = makeStyles({
  print: { fontFamily: tokens.fontFamilyMonospace },
  list: { listStyleType: 'none', margin: '16px 0 0', padding: 0 },
  one: { padding: '10px 0', borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  title: { margin: '0 0 6px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0 },
});

interface Opened {
  text: string;
  request: ChangeRequest;
}

export function OpenRequest({ onAccepted }: { onAccepted: () => void }) {
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const file = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const open = useMutation({
    mutationFn: async (chosen: File) => {
      const text = await chosen.text();
      return { text, request: await openRequest({ tenant, text }) };
    },
    onSuccess: setOpened,
    onError: useFailureToast(),
  });
  return (
    <>
      <Button icon={<DocumentArrowUp20Regular />} disabled={open.isPending} onClick={() => file.current?.click()}>
        {t('request.open')}
      </Button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('request.open')}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          // The same file may be chosen again.
          event.target.value = '';
          if (chosen) open.mutate(chosen);
        }}
      />
      {opened && (
        <RequestDialog
          opened={opened}
          onClose={() => setOpened(null)}
          onAccepted={() => {
            setOpened(null);
            onAccepted();
          }}
        />
      )}
    </>
  );
}

function RequestDialog({ opened, onClose, onAccepted }: { opened: Opened; onClose: () => void; onAccepted: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const { text, request } = opened;
  useReturnFocus();
  const accept = useMutation({ mutationFn: () => acceptRequest({ tenant, text }), onSuccess: onAccepted });
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 640 }}>
        <DialogBody>
          <DialogTitle>{t('request.title')}</DialogTitle>
          <DialogContent>
            <Facts>
              <Fact name={t('request.from')}>{request.from}</Fact>
              <Fact name={t('request.made')}>
                <When at={request.madeAt} />
              </Fact>
              <Fact name={t('request.fingerprint')}>
                <span className={styles.print}>{request.signer}</span>
              </Fact>
            </Facts>
            <p>{t('request.compare')}</p>
            <ul className={styles.list}>
              {request.operations.map((one) => (
                <li key={one.id} className={styles.one}>
                  <h3 className={styles.title}>
                    {known('operation', one.operation)} · {one.target.name}
                  </h3>
                  <Changes changes={one.changes} />
                </li>
              ))}
            </ul>
            <p className={styles.text}>{t('request.held')}</p>
            {accept.error && <Failure error={accept.error} />}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button appearance="primary" disabled={accept.isPending} onClick={() => accept.mutate()}>
              {t('request.accept')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
