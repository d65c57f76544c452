// Renewal radar: what renews or ends when, soonest first, by month; what goes month by month apart.
import { Badge, Link, Tab, TabList, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { hrefOfObject, useParams } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { NotKnown } from '../../components/NotKnown';
import { Report } from '../../components/Report';
import { When } from '../../components/When';
import type { Renewal } from '../../gen/types';
import { dateCell, decimalCell, money, month, number } from '../../i18n/format';
import { Happens, happens } from './Happens';
import { Reduce } from './Reduce';
import { type Kind, byMonth, kindOf, kinds } from './months';

const useStyles = makeStyles({
  month: { margin: '0 0 4px', fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  cell: { paddingTop: '6px', paddingBottom: '6px', verticalAlign: 'top', overflowWrap: 'anywhere' },
  name: { width: '25%' },
  date: { width: '12%' },
  end: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', width: '8%' },
  price: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', width: '14%' },
  reduce: { width: '22%' },
  head: { '& > div': { justifyContent: 'flex-end', textAlign: 'right' } },
  quiet: { color: tokens.colorNeutralForeground3, margin: 0, maxWidth: '760px' },
});

export function Renewals() {
  const styles = useStyles();
  const { t } = useTranslation();
  const [params, setParams] = useParams();
  const { data, error } = useCommand('renewals', { tenant: useTenant().id });
  const items = data?.items ?? [];
  const shown = kinds.filter((kind) => items.some((one) => kindOf(one) === kind));
  const kind = shown.find((one) => one === params['kind']) ?? shown[0] ?? 'longer';
  const sheet = {
    name: 'renewals',
    headers: [t('license.product'), t('renewal.on'), t('renewal.what'), t('renewal.term'), t('product.seats'), t('renewal.price'), t('invoice.currency'), t('renewal.reduce'), t('renewal.soldBy')],
    rows: items.map((one) => [one.name, dateCell(one.at, 'date'), happens(one), t(`renewal.kind.${kindOf(one)}`), one.seats, decimalCell(one.price?.amount.value), one.price?.amount.currency ?? null, dateCell(one.reduceUntil, 'date'), one.soldBy]),
  };
  return (
    <Report title="screen.renewals" asOf={data?.subscriptions.asOf} error={error} loaded={data !== undefined} sheet={data && sheet}>
      {data && <NotKnown known={data.billing} text="renewal.billingUnknown" />}
      {items.length === 0 && <p className={styles.quiet}>{t(data?.subscriptions.read ? 'product.empty' : 'list.notRead')}</p>}
      {items.length > 0 && (
        <>
          <TabList selectedValue={kind} onTabSelect={(_, picked) => setParams({ kind: String(picked.value) })} aria-label={t('renewal.term')}>
            {shown.map((one) => (
              <Tab key={one} value={one}>
                {t(`renewal.kind.${one}`)} ({number(items.filter((item) => kindOf(item) === one).length)})
              </Tab>
            ))}
          </TabList>
          {byMonth(items.filter((one) => kindOf(one) === kind)).map(([key, rows]) => (
            <Month key={key} title={key === '' ? t('renewal.noDate') : month(key)} rows={rows} kind={kind} />
          ))}
          <p className={styles.quiet}>{t('renewal.reduceNote')}</p>
        </>
      )}
    </Report>
  );
}

function Month({ title, rows, kind }: { title: string; rows: Renewal[]; kind: Kind }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <section>
      <h2 className={styles.month}>{title}</h2>
      <Table size="small" aria-label={title}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell className={styles.name}>{t('license.product')}</TableHeaderCell>
            <TableHeaderCell className={styles.date}>{t('renewal.on')}</TableHeaderCell>
            <TableHeaderCell>{t('renewal.what')}</TableHeaderCell>
            <TableHeaderCell className={mergeClasses(styles.end, styles.head)}>{t('product.seats')}</TableHeaderCell>
            <TableHeaderCell className={mergeClasses(styles.price, styles.head)}>{t('renewal.price')}</TableHeaderCell>
            <TableHeaderCell className={styles.reduce}>{t('renewal.reduce')}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.id}>
              <TableCell className={styles.cell}>
                <Link href={hrefOfObject('subscriptions', row.id)}>{row.name}</Link>{' '}
                {row.isTrial === true && kind !== 'trial' && (
                  <Badge size="small" appearance="outline" color="informative">
                    {t('product.trial')}
                  </Badge>
                )}
              </TableCell>
              <TableCell className={styles.cell}>
                <When at={row.at} as="date" />
              </TableCell>
              <TableCell className={styles.cell}>
                <Happens row={row} />
              </TableCell>
              <TableCell className={mergeClasses(styles.cell, styles.end)}>{row.seats === null ? t('value.unknown') : number(row.seats)}</TableCell>
              <TableCell className={mergeClasses(styles.cell, styles.price)}>{row.price ? t(`renewal.per.${row.price.period}`, { amount: money(row.price.amount) }) : t('value.unknown')}</TableCell>
              <TableCell className={styles.cell}>
                <Reduce row={row} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
