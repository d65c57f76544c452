// One bill: what it comes to, what it is made of, how it was paid, and its files.
import { Tab, TabList, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TypedItem, useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Fact, Facts } from '../../components/Facts';
import { Failure } from '../../components/Failure';
import { Panel } from '../../components/Panel';
import { RawProperties } from '../../components/RawProperties';
import { Sign } from '../../components/Sign';
import { When } from '../../components/When';
import type { Amount, InvoiceRow } from '../../gen/types';
import { money } from '../../i18n/format';
import { known } from '../../i18n/known';
import { Documents } from './Documents';
import { Lines } from './Lines';
import { tones } from './status';

const useStyles = makeStyles({
  tabs: { marginLeft: '-10px' },
  heading: { margin: '20px 0 4px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, paddingLeft: '18px' },
  foot: { marginTop: '24px' },
});

interface Props {
  item: TypedItem<'invoices'> | undefined;
  id: string;
  onClose: () => void;
}

export function InvoicePanel({ item, id, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [tab, setTab] = useState<'overview' | 'lines' | 'all'>('overview');
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: 'invoices', id });
  const here = data?.id === id ? data : undefined;
  const row = (here?.row as InvoiceRow | undefined) ?? item?.row;
  if (!row) return <Panel title={t('panel.gone')} onClose={onClose}>{error && <Failure error={error} />}</Panel>;
  return (
    <Panel title={row.name ?? row.id} under={row.documentType && known('documentType', row.documentType)} link={here?.link} onClose={onClose}>
      <TabList size="small" className={styles.tabs} selectedValue={tab} onTabSelect={(_, picked) => setTab(picked.value as typeof tab)}>
        <Tab value="overview">{t('panel.overview')}</Tab>
        <Tab value="lines">{t('invoice.lines')}</Tab>
        <Tab value="all">{t('panel.all')}</Tab>
      </TabList>
      <div role="tabpanel" aria-label={tab === 'lines' ? t('invoice.lines') : t(`panel.${tab}`)}>
        {tab === 'all' && here && <RawProperties object={here.object} />}
        {tab === 'lines' && <Lines invoice={row} />}
        {tab === 'overview' && (
          <>
            <Overview row={row} />
            <Documents invoice={row} />
          </>
        )}
      </div>
      <div className={styles.foot}>{here && <AsOf at={here.asOf} />}</div>
    </Panel>
  );
}

const applied = ['creditAmount', 'azurePrepaymentApplied', 'freeAzureCreditApplied'] as const;
const isSome = (amount: Amount | null) => amount !== null && Number(amount.value) !== 0;

function Overview({ row }: { row: InvoiceRow }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <>
      <Facts>
        <Fact name={t('invoice.status')}>{row.status && <Sign tone={tones[row.status] ?? 'info'}>{known('invoiceStatus', row.status)}</Sign>}</Fact>
        <Fact name={t('invoice.date')}>
          <When at={row.invoiceDate} as="day" />
        </Fact>
        <Fact name={t('invoice.due')}>
          <When at={row.dueDate} as="day" />
        </Fact>
        <Fact name={t('invoice.period')}>
          <When at={row.invoicePeriodStartDate} as="day" /> – <When at={row.invoicePeriodEndDate} as="day" />
        </Fact>
        <Fact name={t('invoice.subTotal')}>{money(row.subTotal)}</Fact>
        <Fact name={t('invoice.tax')}>{money(row.taxAmount)}</Fact>
        <Fact name={t('invoice.amount')}>{money(row.totalAmount)}</Fact>
        <Fact name={t('invoice.amountDue')}>{money(row.amountDue)}</Fact>
        {applied.filter((name) => isSome(row[name])).map((name) => (
          <Fact key={name} name={t(`invoice.${name}`)}>
            {money(row[name])}
          </Fact>
        ))}
        <Fact name={t('invoice.profile')}>{row.billingProfileDisplayName}</Fact>
        <Fact name={t('invoice.order')}>{row.purchaseOrderNumber}</Fact>
        {row.creditForDocumentId && <Fact name={t('invoice.creditFor')}>{row.creditForDocumentId}</Fact>}
        {row.billedDocumentId && <Fact name={t('invoice.billedAs')}>{row.billedDocumentId}</Fact>}
      </Facts>
      {row.payments.length + row.failedPayments.length + row.rebills.length > 0 && <h3 className={styles.heading}>{t('invoice.payments')}</h3>}
      <ul className={styles.list}>
        {row.payments.map(({ date, amount, paymentMethodFamily }, place) => (
          <li key={`paid ${place}`}>
            {money(amount)}, <When at={date} as="day" />
            {paymentMethodFamily && `, ${known('paymentMethod', paymentMethodFamily)}`}
          </li>
        ))}
        {row.failedPayments.map(({ date, failedPaymentReason }, place) => (
          <li key={`failed ${place}`}>
            <Sign tone="danger">{t('invoice.paymentFailed', { why: failedPaymentReason ? known('failedPayment', failedPaymentReason) : t('value.unknown') })}</Sign>, <When at={date} as="day" />
          </li>
        ))}
        {row.rebills.map(({ invoiceDocumentId, creditNoteDocumentId }, place) => (
          <li key={`rebill ${place}`}>{t('invoice.rebilled', { credit: creditNoteDocumentId ?? '–', invoice: invoiceDocumentId ?? '–' })}</li>
        ))}
      </ul>
    </>
  );
}
