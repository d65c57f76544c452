// Licenses: what was bought of each product, what is assigned, what is free.
import { useTranslation } from 'react-i18next';
import { Sign } from '../../components/Sign';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import type { LicenseRow } from '../../gen/types';
import { number, percent } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { LicensePanel } from './LicensePanel';
import { Share } from './Share';

const figure = (value: number | null) => (value === null ? i18next.t('value.unknown') : number(value));

function Free({ row }: { row: LicenseRow }) {
  const { t } = useTranslation();
  if (row.available === null) return <>{t('value.unknown')}</>;
  if (row.available < 0) return <Sign tone="danger">{t('license.short', { count: -row.available })}</Sign>;
  if (row.available === 0 && row.bought !== 0) return <Sign tone="warning">{number(0)}</Sign>;
  return <>{number(row.available)}</>;
}

function Status({ row }: { row: LicenseRow }) {
  if (row.capabilityStatus === null) return <>–</>;
  const tone = row.capabilityStatus === 'Enabled' ? 'ok' : row.capabilityStatus === 'Warning' ? 'warning' : 'blocked';
  return <Sign tone={tone}>{known('capabilityStatus', row.capabilityStatus)}</Sign>;
}

const spec: TableSpec<'licenses'> = {
  collection: 'licenses',
  title: 'screen.licenses',
  empty: 'license.empty',
  search: true,
  order: 'name',
  name: (row) => row.name,
  columns: [
    { id: 'name', header: 'license.product', width: 230, grow: 2.2, order: 'name', cell: (row) => row.name },
    { id: 'bought', header: 'license.bought', width: 90, grow: 0.6, end: true, cell: (row) => figure(row.bought), value: (row) => row.bought },
    { id: 'assigned', header: 'license.assigned', width: 90, grow: 0.6, end: true, order: 'assigned', cell: (row) => figure(row.assigned), value: (row) => row.assigned },
    { id: 'available', header: 'license.available', width: 140, grow: 0.8, end: true, order: 'available', cell: (row) => <Free row={row} />, value: (row) => row.available },
    { id: 'share', header: 'license.share', width: 150, cell: (row) => <Share part={row.assigned} whole={row.bought} />, value: (row) => (row.assigned !== null && row.bought ? percent(row.assigned / row.bought) : null) },
    { id: 'warning', header: 'license.warning', width: 90, grow: 0.6, end: true, cell: (row) => figure(row.warning), value: (row) => row.warning },
    { id: 'status', header: 'license.status', width: 130, cell: (row) => <Status row={row} />, value: (row) => row.capabilityStatus && known('capabilityStatus', row.capabilityStatus) },
    { id: 'suspended', header: 'license.suspended', width: 90, end: true, extra: true, cell: (row) => figure(row.suspended), value: (row) => row.suspended },
    { id: 'part-number', header: 'license.partNumber', width: 180, extra: true, cell: (row) => row.skuPartNumber ?? '–' },
  ],
  filters: [{ column: 'available', label: 'license.available', text: number }],
};

export function Licenses() {
  return <TablePage spec={spec} panel={(item, id, close) => <LicensePanel item={item} id={id} onClose={close} />} />;
}
