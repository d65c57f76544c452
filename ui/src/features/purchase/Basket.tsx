// The basket: what is thought of buying, how many of each, and the way to the outbox.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  SpinButton,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { Delete16Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { goTo, hrefOf } from '../../app/route';
import { useReturnFocus } from '../../components/useReturnFocus';
import { useBasket } from './useBasket';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  line: { display: 'flex', alignItems: 'center', columnGap: '12px', padding: '8px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  name: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  count: { width: '110px' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export function Basket({ onClose }: { onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { lines, busy, change, order } = useBasket();
  useReturnFocus();
  const done = () => {
    onClose();
    goTo(hrefOf('outbox'));
  };
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 600 }}>
        <DialogBody>
          <DialogTitle>{t('purchase.basket')}</DialogTitle>
          <DialogContent>
            <p className={styles.quiet}>{t(lines.length === 0 ? 'purchase.basketEmpty' : 'purchase.basketText')}</p>
            <ul className={styles.list} aria-label={t('purchase.basket')}>
              {lines.map((line) => (
                <li key={line.id} className={styles.line}>
                  <span className={styles.name}>{line.name}</span>
                  <SpinButton
                    className={styles.count}
                    aria-label={t('purchase.howMany', { name: line.name })}
                    min={1}
                    max={100_000}
                    value={line.quantity}
                    onChange={(_, data) => {
                      const quantity = data.value ?? Number(data.displayValue);
                      if (Number.isSafeInteger(quantity) && quantity >= 1) change(line.id, quantity);
                    }}
                  />
                  <Button size="small" appearance="subtle" icon={<Delete16Regular />} aria-label={t('purchase.remove', { name: line.name })} title={t('purchase.remove', { name: line.name })} onClick={() => change(line.id, 0)} />
                </li>
              ))}
            </ul>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.close')}</Button>
            <Button appearance="primary" disabled={busy || lines.length === 0} onClick={() => order(done)}>
              {t('form.queue')}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
