// Spending: what the bills of each month came to, and for which products. Each currency stands on its own.
import { Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { NotKnown } from '../../components/NotKnown';
import { Report } from '../../components/Report';
import type { SpendingIn } from '../../gen/types';
import { decimalCell, money } from '../../i18n/format';
import { Bars } from './Bars';

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3, margin: 0, maxWidth: '760px' },
  heading: { margin: '0 0 4px', fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  sum: { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3 },
  cell: { paddingTop: '6px', paddingBottom: '6px', overflowWrap: 'anywhere' },
  end: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', width: '18%' },
  head: { width: '18%', '& > div': { justifyContent: 'flex-end' } },
  pick: { font: 'inherit', color: 'inherit', background: 'none', border: 0, padding: 0, textAlign: 'left', cursor: 'pointer', textDecorationLine: 'underline', textDecorationStyle: 'dotted', '&[aria-pressed=true]': { fontWeight: tokens.fontWeightSemibold } },
});

export function Spending() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data, error } = useCommand('spending', { tenant: useTenant().id });
  const rows = (data?.currencies ?? []).flatMap((of) =>
    of.products.flatMap((product) => of.months.map((month, place) => [month, of.currency, product.name ?? t('spending.noLine'), decimalCell(product.byMonth[place])]).filter((row) => row[3] !== '0')),
  );
  const sheet = { name: 'spending', headers: [t('spending.month'), t('invoice.currency'), t('license.product'), t('spending.amount')], rows };
  return (
    <Report title="screen.spending" asOf={data?.invoices.asOf} error={error} loaded={data !== undefined} sheet={data && sheet}>
      {data && (
        <>
          <NotKnown known={data.invoices.error ? data.invoices : data.lines} text="spending.billsUnknown" />
          {data.currencies.length === 0 && data.invoices.read && <p className={styles.quiet}>{t('invoice.empty')}</p>}
          {data.currencies.map((of) => (
            <InCurrency key={of.currency} of={of} />
          ))}
          {data.currencies.length > 0 && <p className={styles.quiet}>{t('spending.note')}</p>}
          {data.leftOut > 0 && <p className={styles.quiet}>{t('spending.leftOut', { count: data.leftOut })}</p>}
        </>
      )}
    </Report>
  );
}

function InCurrency({ of }: { of: SpendingIn }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [picked, setPicked] = useState<number>();
  const { currency } = of;
  const product = picked === undefined ? undefined : of.products[picked];
  return (
    <section>
      <h2 className={styles.heading}>
        {currency} <span className={styles.sum}>– {money({ currency, value: of.total })}</span>
      </h2>
      <Bars of={of} part={product} />
      <Table size="small" aria-label={t('spending.byProduct', { currency })}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{t('license.product')}</TableHeaderCell>
            <TableHeaderCell className={styles.head}>{t('spending.last')}</TableHeaderCell>
            <TableHeaderCell className={styles.head}>{t('spending.all')}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {of.products.map(({ name, byMonth, total }, place) => (
            <TableRow key={name ?? ''}>
              <TableCell className={styles.cell}>
                <button type="button" className={styles.pick} aria-pressed={picked === place} title={t('spending.show')} onClick={() => setPicked(picked === place ? undefined : place)}>
                  {name ?? t('spending.noLine')}
                </button>
              </TableCell>
              <TableCell className={mergeClasses(styles.cell, styles.end)}>{money({ currency, value: byMonth.at(-1) ?? null })}</TableCell>
              <TableCell className={mergeClasses(styles.cell, styles.end)}>{money({ currency, value: total })}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
