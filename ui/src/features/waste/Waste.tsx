// Unused licenses: seats that are paid for and serve nobody, per product. Each figure leads to the people behind it.
import { Link, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { filterParams, hrefOf } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { NotKnown } from '../../components/NotKnown';
import { Report } from '../../components/Report';
import { SignInsAsOf } from '../../components/SignInsAsOf';
import type { Wasted } from '../../gen/types';
import { decimalCell, money, number } from '../../i18n/format';

const useStyles = makeStyles({
  sums: { display: 'flex', flexWrap: 'wrap', columnGap: '28px', rowGap: '8px', margin: 0 },
  sum: { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground3, margin: 0, maxWidth: '760px' },
  cell: { paddingTop: '6px', paddingBottom: '6px', verticalAlign: 'top', overflowWrap: 'anywhere' },
  name: { width: '26%' },
  end: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', overflowWrap: 'normal' },
  cost: { width: '20%' },
  head: { '& > button, & > div': { justifyContent: 'flex-end', textAlign: 'right' } },
});

const figures = ['unassigned', 'blocked', 'never', 'longAgo'] as const;
const seats = { blocked: 'blocked', never: 'never', longAgo: 'long-ago' } as const;

export function Waste() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data, error } = useCommand('waste', { tenant: useTenant().id });
  const cost = (row: Wasted) => (!data?.users.read ? t('value.unknown') : row.price && row.cost !== null ? t(`renewal.per.${row.price.period}`, { amount: money({ ...row.price.amount, value: row.cost }) }) : t(`waste.noPrice.${row.priceUnknown ?? 'not-billed'}`));
  const sheet = data && {
    name: 'unused-licenses',
    headers: [t('license.product'), ...figures.map((figure) => t(`waste.${figure}`)), t('waste.unknown'), t('waste.seats'), t('waste.cost'), t('invoice.currency'), t('waste.period')],
    rows: data.items.map((row) => [row.name, ...figures.map((figure) => (figure === 'unassigned' || data.users.read ? row[figure] : null)), data.users.read ? row.signInUnknown : null, data.users.read ? row.seats : null, decimalCell(row.cost), row.price?.amount.currency ?? null, row.price ? t(`waste.periods.${row.price.period}`) : null]),
  };
  const asOf = data && (data.users.asOf === null || data.licenses.asOf === null ? null : data.users.asOf < data.licenses.asOf ? data.users.asOf : data.licenses.asOf);
  return (
    <Report title="screen.waste" asOf={asOf} error={error} loaded={data !== undefined} sheet={sheet}>
      {data && (
        <>
          <NotKnown known={data.bills} text="waste.billsUnknown" />
          {data.costs.length > 0 && (
            <div>
              <p className={styles.sums}>
                {data.costs.map(({ amount, period }) => (
                  <span key={`${amount.currency} ${period}`} className={styles.sum}>
                    {t(`renewal.per.${period}`, { amount: money(amount) })}
                  </span>
                ))}
              </p>
              <p className={styles.quiet}>{t('waste.costNote')}</p>
            </div>
          )}
          {data.signInsKnown && <SignInsAsOf />}
          {!data.signInsKnown && <p className={styles.quiet}>{t('waste.signInsUnknown')}</p>}
          {data.items.length === 0 ? (
            <p className={styles.quiet}>{t(data.licenses.read && data.users.read ? 'waste.empty' : 'list.notRead')}</p>
          ) : (
            <Table size="small" aria-label={t('screen.waste')}>
              <TableHeader>
                <TableRow>
                  <TableHeaderCell className={styles.name}>{t('license.product')}</TableHeaderCell>
                  {figures.map((figure) => (
                    <TableHeaderCell key={figure} className={styles.head}>
                      {t(`waste.${figure}`)}
                    </TableHeaderCell>
                  ))}
                  <TableHeaderCell className={styles.head}>{t('waste.seats')}</TableHeaderCell>
                  <TableHeaderCell className={mergeClasses(styles.head, styles.cost)}>{t('waste.cost')}</TableHeaderCell>
                </TableRow>
              </TableHeader>
              <TableBody>
                {data.items.map((row) => (
                  <TableRow key={row.id}>
                    <TableCell className={styles.cell}>{row.name}</TableCell>
                    {figures.map((figure) => (
                      <TableCell key={figure} className={mergeClasses(styles.cell, styles.end)}>
                        <Figure row={row} figure={figure} users={data.users.read} />
                      </TableCell>
                    ))}
                    <TableCell className={mergeClasses(styles.cell, styles.end)}>{data.users.read ? number(row.seats) : t('value.unknown')}</TableCell>
                    <TableCell className={mergeClasses(styles.cell, styles.end)}>{cost(row)}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          )}
        </>
      )}
    </Report>
  );
}

function Figure({ row, figure, users }: { row: Wasted; figure: (typeof figures)[number]; users: boolean }) {
  const { t } = useTranslation();
  const count = row[figure];
  // Who has a seat only the users tell.
  if (count === null || (figure !== 'unassigned' && !users)) return <>{t('value.unknown')}</>;
  if (count === 0 || figure === 'unassigned') return <>{number(count)}</>;
  const href = hrefOf('users', filterParams({ license: [row.skuId.toLowerCase()], seat: [seats[figure]] }));
  return (
    <Link href={href} aria-label={t('waste.who', { count, what: t(`waste.${figure}`), product: row.name })}>
      {number(count)}
    </Link>
  );
}
