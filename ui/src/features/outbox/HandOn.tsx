// Selected changes as one signed file for another admin, with the fingerprint that they compare it with.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { CopyButton } from '../../components/CopyButton';
import { Failure } from '../../components/Failure';
import { Sign } from '../../components/Sign';
import { useReturnFocus } from '../../components/useReturnFocus';
import { exportRequest } from '../../gen/commands';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '12px', '& > p': { margin: 0 } },
  line: { display: 'flex', alignItems: 'center', columnGap: '8px' },
  print: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

export function HandOn({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  // What is handed on is held from then on: those that were chosen stay the ones that this speaks of.
  const [chosen] = useState(ids);
  const handing = useMutation({ mutationFn: () => exportRequest({ tenant, ids: chosen }), onSuccess: ({ text }) => download(text) });
  const fingerprint = useCommand('ownFingerprint', { tenant }).data?.text;
  return (
    <Dialog open onOpenChange={(_, picked) => !picked.open && onClose()}>
      <DialogSurface style={{ maxWidth: 560 }}>
        <DialogBody>
          <DialogTitle>{t('request.handOn')}</DialogTitle>
          <DialogContent className={styles.content}>
            <p>{t('request.handOnText', { count: chosen.length })}</p>
            <p>{t('request.stay')}</p>
            {fingerprint && (
              <div>
                <div>{t('request.ownFingerprint')}</div>
                <div className={styles.line}>
                  <span className={styles.print}>{fingerprint}</span>
                  <CopyButton text={fingerprint} label={t('request.copyFingerprint')} />
                </div>
              </div>
            )}
            {handing.error && <Failure error={handing.error} />}
            {handing.isSuccess && <Sign tone="ok">{t('request.saved')}</Sign>}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.close')}</Button>
            {/* It stays where the focus is, and saves the same file again. */}
            <Button
              appearance="primary"
              icon={<ArrowDownload20Regular />}
              disabledFocusable={handing.isPending}
              onClick={() => (handing.data ? download(handing.data.text) : handing.mutate())}
            >
              {t('request.save')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `kontor-change-request-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
