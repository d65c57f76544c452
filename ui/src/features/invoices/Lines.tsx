// What a bill is made of, and what of it serves nobody now where the product can be told.
import { Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand, usePages } from '../../app/query';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { Loading } from '../../components/table/ListState';
import { When } from '../../components/When';
import type { InvoiceRow, Wasted } from '../../gen/types';
import { money, number } from '../../i18n/format';

const useStyles = makeStyles({
  cell: { paddingTop: '6px', paddingBottom: '6px', verticalAlign: 'top', overflowWrap: 'anywhere' },
  end: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  head: { '& > div': { justifyContent: 'flex-end' } },
  seats: { width: '16%' },
  amount: { width: '32%' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

export function Lines({ invoice }: { invoice: InvoiceRow }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const lines = usePages({ tenant, collection: 'transactions', filters: { invoice: [invoice.name ?? ''] }, order: 'product', limit: 1000 });
  const waste = useCommand('waste', { tenant }).data;
  const skus = useCommand('spending', { tenant }).data?.currencies.flatMap((of) => of.products) ?? [];
  const status = useCollectionStatus('transactions');
  const unused = (product: string | null): Wasted | undefined => {
    const sku = skus.find((one) => one.name === product)?.skuId;
    return sku ? waste?.items.find((one) => one.skuId.toLowerCase() === sku) : undefined;
  };
  if (!lines.data) return <Loading />;
  if (lines.data.items.length === 0) return <p className={styles.quiet}>{t(status?.complete ? 'invoice.noLines' : 'list.notRead')}</p>;
  return (
    <Table size="small" aria-label={t('invoice.lines')}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell>{t('license.product')}</TableHeaderCell>
          <TableHeaderCell className={mergeClasses(styles.head, styles.seats)}>{t('product.seats')}</TableHeaderCell>
          <TableHeaderCell className={mergeClasses(styles.head, styles.amount)}>{t('invoice.subTotal')}</TableHeaderCell>
        </TableRow>
      </TableHeader>
      <TableBody>
        {lines.data.items.map(({ id, row }) => {
          const idle = unused(row.product);
          return (
            <TableRow key={id}>
              <TableCell className={styles.cell}>
                {row.product ?? '–'}
                <div className={styles.quiet}>
                  {t('invoice.unitPrice', { amount: money(row.effectivePrice) })}, <When at={row.servicePeriodStartDate} as="day" /> – <When at={row.servicePeriodEndDate} as="day" />
                </div>
                {idle && (
                  <div className={styles.quiet}>
                    {t('invoice.unused', { unassigned: idle.unassigned === null ? t('value.unknown') : number(idle.unassigned), blocked: number(idle.blocked) })}{' '}
                    {idle.never === null || idle.longAgo === null ? t('invoice.idleUnknown') : t('invoice.idle', { count: idle.never + idle.longAgo })}
                  </div>
                )}
              </TableCell>
              <TableCell className={mergeClasses(styles.cell, styles.end)}>{row.quantity === null ? '–' : number(row.quantity)}</TableCell>
              <TableCell className={mergeClasses(styles.cell, styles.end)}>{money(row.subTotal)}</TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
