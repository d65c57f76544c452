// Bills & payments: invoices with their amounts, each in its own currency. No sums: currencies and credits do not add up.
import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { Sign } from '../../components/Sign';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import { dateCell, decimalCell, money } from '../../i18n/format';
import { known } from '../../i18n/known';
import { useSignInAgain } from '../sign-in/SignInAgain';
import { InvoicePanel } from './InvoicePanel';
import { OldAccounts } from './OldAccounts';
import { tones } from './status';

const spec: TableSpec<'invoices'> = {
  collection: 'invoices',
  title: 'screen.invoices',
  empty: 'invoice.empty',
  search: true,
  order: 'date',
  descending: true,
  name: (row) => row.name ?? row.id,
  columns: [
    { id: 'number', header: 'invoice.number', width: 150, grow: 1.2, order: 'number', cell: (row) => row.name ?? '–' },
    { id: 'date', header: 'invoice.date', width: 120, order: 'date', cell: (row) => <When at={row.invoiceDate} as="day" />, value: (row) => dateCell(row.invoiceDate, 'day') },
    { id: 'due', header: 'invoice.due', width: 120, order: 'due', cell: (row) => <When at={row.dueDate} as="day" />, value: (row) => dateCell(row.dueDate, 'day') },
    {
      id: 'status',
      header: 'invoice.status',
      width: 130,
      cell: (row) => (row.status === null ? '–' : <Sign tone={tones[row.status] ?? 'info'}>{known('invoiceStatus', row.status)}</Sign>),
      value: (row) => row.status && known('invoiceStatus', row.status),
    },
    { id: 'amount', header: 'invoice.amount', width: 140, end: true, order: 'amount', cell: (row) => money(row.totalAmount), value: (row) => decimalCell(row.totalAmount?.value) },
    { id: 'amount-due', header: 'invoice.amountDue', width: 140, end: true, cell: (row) => money(row.amountDue), value: (row) => decimalCell(row.amountDue?.value) },
    { id: 'from', header: 'invoice.from', width: 120, extra: true, cell: (row) => <When at={row.invoicePeriodStartDate} as="day" />, value: (row) => dateCell(row.invoicePeriodStartDate, 'day') },
    { id: 'to', header: 'invoice.to', width: 120, extra: true, cell: (row) => <When at={row.invoicePeriodEndDate} as="day" />, value: (row) => dateCell(row.invoicePeriodEndDate, 'day') },
    { id: 'tax', header: 'invoice.tax', width: 120, end: true, extra: true, cell: (row) => money(row.taxAmount), value: (row) => decimalCell(row.taxAmount?.value) },
    { id: 'currency', header: 'invoice.currency', width: 100, extra: true, cell: (row) => row.totalAmount?.currency ?? '–' },
    { id: 'profile', header: 'invoice.profile', width: 160, extra: true, cell: (row) => row.billingProfileDisplayName ?? '–' },
    { id: 'order', header: 'invoice.order', width: 140, extra: true, cell: (row) => row.purchaseOrderNumber ?? '–' },
  ],
  filters: [
    // With those whose day has passed while Microsoft still says that they are due.
    { column: 'payment', label: 'invoice.payment', options: [{ value: 'late', label: 'invoiceStatus.OverDue' }] },
    {
      column: 'status',
      label: 'invoice.status',
      options: [
        { value: 'overdue', label: 'invoiceStatus.OverDue' },
        { value: 'due', label: 'invoiceStatus.Due' },
        { value: 'paid', label: 'invoiceStatus.Paid' },
        { value: 'void', label: 'invoiceStatus.Void' },
      ],
    },
  ],
};

export function Invoices() {
  const { t } = useTranslation();
  const leave = useSignInAgain(useTenant(), 'bills');
  const refused = useCollectionStatus('invoices')?.error?.code === 'denied';
  const ask = refused && leave.start && (
    <Button appearance="primary" onClick={leave.start}>
      {t('signIn.allowBills')}
    </Button>
  );
  return (
    <>
      <OldAccounts />
      <TablePage spec={spec} action={ask} panel={(item, id, close) => <InvoicePanel key={id} item={item} id={id} onClose={close} />} />
      {leave.dialog}
    </>
  );
}
