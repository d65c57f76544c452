// Several lines that are bought for one customer, and the one word that lets all of them go: every line, and what they come to.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { useReturnFocus } from '../../components/useReturnFocus';
import { approveAll } from '../../gen/commands';
import { number } from '../../i18n/format';
import { termText } from '../purchase/offers';
import { type Purchases, licensesOf } from './select';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 12px', margin: '0 0 12px 12px' },
  name: { overflowWrap: 'anywhere', padding: '6px 12px 6px 0' },
  count: { textAlign: 'right', width: '90px', paddingRight: '16px' },
  sum: { fontWeight: tokens.fontWeightSemibold },
  text: { margin: '12px 0 0' },
});

export function ConfirmPurchases({ of, onDone }: { of: Purchases; onDone: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.bar}>
      <span>{t('together.waiting', { count: of.lines.length, name: of.name })}</span>
      <Button size="small" appearance="primary" onClick={() => setOpen(true)}>
        {t('together.open')}
      </Button>
      {open && <Confirmation of={of} onClose={() => setOpen(false)} onDone={onDone} />}
    </div>
  );
}

function Confirmation({ of: { name, lines }, onClose, onDone }: { of: Purchases; onClose: () => void; onDone: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  useReturnFocus();
  // What is confirmed is what was shown: a line that comes meanwhile waits for its own word.
  const [shown] = useState(lines);
  const all = licensesOf(shown);
  const confirming = useMutation({
    mutationFn: () => approveAll({ tenant, ids: shown.map((one) => one.id) }),
    onSuccess: () => {
      onClose();
      onDone();
    },
    onError: useFailureToast(),
  });
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface style={{ maxWidth: 680 }}>
        <DialogBody>
          <DialogTitle>{t('together.title', { count: shown.length, name })}</DialogTitle>
          <DialogContent>
            <Table size="small" aria-label={t('together.lines')}>
              <TableHeader>
                <TableRow>
                  <TableHeaderCell>{t('license.product')}</TableHeaderCell>
                  <TableHeaderCell>{t('purchase.terms')}</TableHeaderCell>
                  <TableHeaderCell className={styles.count}>{t('field.quantity')}</TableHeaderCell>
                </TableRow>
              </TableHeader>
              <TableBody>
                {shown.map((one) => (
                  <Line key={one.id} input={one.input as LineInput} />
                ))}
                <TableRow>
                  <TableCell className={styles.sum}>{t('together.all')}</TableCell>
                  <TableCell />
                  <TableCell className={`${styles.count} ${styles.sum}`}>{all === null ? t('value.unknown') : number(all)}</TableCell>
                </TableRow>
              </TableBody>
            </Table>
            <p className={styles.text}>{t('together.price')}</p>
            <p className={styles.text}>{t('together.text')}</p>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.close')}</Button>
            <Button appearance="primary" disabled={confirming.isPending} onClick={() => confirming.mutate()}>
              {t('together.confirm', { count: shown.length })}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

type LineInput = Partial<Record<'catalogItemId' | 'friendlyName' | 'termDuration' | 'billingCycle', string>> & { quantity?: unknown };

function Line({ input: { catalogItemId, friendlyName, termDuration, billingCycle, quantity } }: { input: LineInput }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <TableRow>
      <TableCell className={styles.name}>{friendlyName ?? catalogItemId}</TableCell>
      <TableCell>{termDuration && billingCycle ? termText({ termDuration, billingCycle }) : t('purchase.termsUnknown')}</TableCell>
      <TableCell className={styles.count}>{typeof quantity === 'number' ? number(quantity) : t('value.unknown')}</TableCell>
    </TableRow>
  );
}
