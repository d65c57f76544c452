// The keys, on one card.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from '@fluentui/react-components';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useReturnFocus } from '../components/useReturnFocus';

const keys: [string[], ParseKeys][] = [
  [['Ctrl+K', '⌘K'], 'keys.palette'],
  [['/', 'Alt+S'], 'keys.search'],
  [['F5', 'Ctrl+R'], 'keys.sync'],
  [['↑', '↓', 'Home', 'End', 'PgUp', 'PgDn'], 'keys.move'],
  [['Enter'], 'keys.open'],
  [['Space', 'Shift+Space', 'Ctrl+A', '⌘A'], 'keys.select'],
  [['Esc'], 'keys.close'],
  [['Ctrl+Shift+L', '⇧⌘L'], 'lock.now'],
  [['Shift+?'], 'keys.help'],
];

const useStyles = makeStyles({
  list: { display: 'grid', gridTemplateColumns: 'max-content 1fr', gap: '10px 24px', margin: 0 },
  keys: { display: 'flex', columnGap: '6px' },
  key: {
    padding: '1px 7px',
    borderRadius: tokens.borderRadiusSmall,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
  },
  meaning: { margin: 0 },
});

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  useReturnFocus();
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 520 }}>
        <DialogBody>
          <DialogTitle>{t('keys.title')}</DialogTitle>
          <DialogContent>
            <dl className={styles.list}>
              {keys.map(([names, meaning]) => (
                <div key={meaning} style={{ display: 'contents' }}>
                  <dt className={styles.keys}>
                    {names.map((name) => (
                      <kbd key={name} className={styles.key}>
                        {name}
                      </kbd>
                    ))}
                  </dt>
                  <dd className={styles.meaning}>{t(meaning)}</dd>
                </div>
              ))}
            </dl>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.close')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
