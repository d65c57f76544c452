// Who sold the subscriptions: the organizations that own them, by name where that can be read.
import { Sign } from '../../components/Sign';
import type { TableSpec } from '../../components/table/spec';
import type { PartnerRow } from '../../gen/types';
import { list, number } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';

function Name({ row }: { row: PartnerRow }) {
  if (row.displayName !== null) return <>{row.displayName}</>;
  return (
    <span title={row.unnamedBecause ?? undefined}>
      <Sign tone="unknown">{i18next.t('partner.unnamed')}</Sign>
    </span>
  );
}

export const sellers: TableSpec<'partners'> = {
  collection: 'partners',
  title: 'screen.partner',
  empty: 'partner.noSellers',
  search: true,
  order: 'name',
  name: (row) => row.displayName ?? row.id,
  columns: [
    { id: 'name', header: 'partner.organization', width: 220, grow: 1.4, order: 'name', cell: (row) => <Name row={row} />, value: (row) => row.displayName },
    { id: 'domain', header: 'partner.domain', width: 180, cell: (row) => row.defaultDomainName ?? '–' },
    { id: 'subscriptions', header: 'partner.subscriptions', width: 150, grow: 0.5, end: true, order: 'subscriptions', cell: (row) => number(row.subscriptions), value: (row) => row.subscriptions },
    { id: 'products', header: 'partner.products', width: 260, grow: 2, cell: (row) => list(row.products) },
    { id: 'id', header: 'partner.tenantId', width: 290, extra: true, cell: (row) => row.id },
    { id: 'why', header: 'partner.unnamedBecause', width: 220, extra: true, cell: (row) => row.unnamedBecause ?? '–' },
  ],
  filters: [],
};
