// Your products: the subscriptions, each with its state and its next date.
import { Badge } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Sign, type Tone } from '../../components/Sign';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import type { SubscriptionRow } from '../../gen/types';
import { date, dateCell, number } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { SetPartnerInformationButton } from '../partner/SetPartnerInformation';
import { ChangeLicenseCountButton } from './ChangeLicenseCount';

const tones: Record<string, Tone> = { Enabled: 'ok', Warning: 'warning', Suspended: 'danger', LockedOut: 'danger', Deleted: 'off' };

function Name({ row }: { row: SubscriptionRow }) {
  const { t } = useTranslation();
  return (
    <>
      {row.name}{' '}
      {row.isTrial === true && (
        <Badge size="small" appearance="outline" color="informative">
          {t('product.trial')}
        </Badge>
      )}
    </>
  );
}

const spec: TableSpec<'subscriptions'> = {
  collection: 'subscriptions',
  title: 'screen.products',
  empty: 'product.empty',
  search: true,
  order: 'next',
  name: (row) => row.name,
  columns: [
    { id: 'name', header: 'license.product', width: 260, grow: 2.2, order: 'name', cell: (row) => <Name row={row} />, value: (row) => row.name },
    {
      id: 'status',
      header: 'product.status',
      width: 150,
      cell: (row) => (row.status === null ? '–' : <Sign tone={tones[row.status] ?? 'info'}>{known('subscriptionStatus', row.status)}</Sign>),
      value: (row) => row.status && known('subscriptionStatus', row.status),
    },
    {
      id: 'seats',
      header: 'product.seats',
      field: 'totalLicenses',
      width: 110,
      grow: 0.6,
      end: true,
      order: 'seats',
      cell: (row) => (row.totalLicenses === null ? i18next.t('value.unknown') : number(row.totalLicenses)),
      value: (row) => row.totalLicenses,
    },
    { id: 'next', header: 'product.next', width: 160, order: 'next', cell: (row) => <When at={row.nextLifecycleDateTime} as="date" />, value: (row) => dateCell(row.nextLifecycleDateTime, 'date') },
    { id: 'in', header: 'product.nextIn', width: 130, cell: (row) => <When at={row.nextLifecycleDateTime} />, value: (row) => dateCell(row.nextLifecycleDateTime) },
    { id: 'created', header: 'product.created', width: 120, extra: true, cell: (row) => <When at={row.createdDateTime} as="date" />, value: (row) => dateCell(row.createdDateTime, 'date') },
    { id: 'commerce', header: 'product.commerceId', width: 220, extra: true, cell: (row) => row.commerceSubscriptionId ?? '–' },
  ],
  filters: [
    { column: 'status', label: 'product.status' },
    { column: 'next_date', label: 'product.next', text: (seconds) => date(new Date(seconds * 1000).toISOString()) },
  ],
  actions: (row) => (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
      <ChangeLicenseCountButton row={row} />
      <SetPartnerInformationButton row={row} />
    </div>
  ),
};

export function Products() {
  return <TablePage spec={spec} />;
}
