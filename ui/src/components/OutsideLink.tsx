// Where a link in a text from outside leads. It is copied, not followed: whoever wrote it may not be who they seem.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './CopyButton';
import { useReturnFocus } from './useReturnFocus';

const useStyles = makeStyles({ line: { display: 'flex', alignItems: 'center', columnGap: '8px' }, address: { overflowWrap: 'anywhere', userSelect: 'all' } });

export function OutsideLink({ address, onClose }: { address: string; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  useReturnFocus();
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 520 }}>
        <DialogBody>
          <DialogTitle>{t('outside.title')}</DialogTitle>
          <DialogContent>
            <p>{t('outside.text')}</p>
            <div className={styles.line}>
              <span className={styles.address}>{address}</span>
              <CopyButton text={address} label={t('outside.copy')} />
            </div>
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {t('action.close')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
