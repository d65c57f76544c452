// Selected changes as one signed file for another admin, with the fingerprint that they compare it with.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { CopyButton } from '../../components/CopyButton';
import { Saved } from '../../components/Saved';
import { useReturnFocus } from '../../components/useReturnFocus';
import { exportRequest } from '../../gen/commands';
import { saveFile } from '../../host';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '12px', '& > p': { margin: 0 } },
  line: { display: 'flex', alignItems: 'center', columnGap: '8px' },
  save: { whiteSpace: 'nowrap' },
  print: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

export function HandOn({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  // What is handed on is held from then on: those that were chosen stay the ones that this speaks of.
  const [chosen] = useState(ids);
  const [text, setText] = useState<string | null>(null);
  const handing = useMutation({
    mutationFn: async () => {
      // They are held from the first word on: what is saved again is the same file.
      const request = text ?? (await exportRequest({ tenant, ids: chosen })).text;
      setText(request);
      return saveFile(`kontor-change-request-${new Date().toISOString().slice(0, 10)}.json`, request);
    },
  });
  const fingerprint = useCommand('ownFingerprint', { tenant }).data?.text;
  return (
    <Dialog open onOpenChange={(_, picked) => !picked.open && onClose()}>
      <DialogSurface style={{ maxWidth: 560 }}>
        <DialogBody>
          <DialogTitle>{t('request.handOn')}</DialogTitle>
          <DialogContent className={styles.content}>
            <p>{t('request.handOnText', { count: chosen.length })}</p>
            <p>{t('request.stay', { count: chosen.length })}</p>
            {fingerprint && (
              <div>
                <div>{t('request.ownFingerprint')}</div>
                <div className={styles.line}>
                  <span className={styles.print}>{fingerprint}</span>
                  <CopyButton text={fingerprint} label={t('request.copyFingerprint')} />
                </div>
              </div>
            )}
            <Saved path={handing.data} error={handing.error} />
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.close')}</Button>
            {/* It stays where the focus is, and saves the same file again. */}
            <Button className={styles.save} appearance="primary" icon={<ArrowDownload20Regular />} disabledFocusable={handing.isPending} onClick={() => handing.mutate()}>
              {t('request.save')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
