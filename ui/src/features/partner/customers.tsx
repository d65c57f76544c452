// What a partner sees of its customers: the roles that they delegate, and the contracts.
import { Sign, type Tone } from '../../components/Sign';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import { dateCell, list } from '../../i18n/format';
import { known } from '../../i18n/known';

const tones: Record<string, Tone> = { active: 'ok', expiring: 'warning', expired: 'off', terminated: 'off', approvalPending: 'wait' };

export const relationships: TableSpec<'delegated-admin-relationships'> = {
  collection: 'delegated-admin-relationships',
  title: 'screen.partner',
  empty: 'partner.noRelationships',
  search: true,
  order: 'customer',
  name: (row) => row.customer ?? row.displayName ?? row.id,
  columns: [
    { id: 'customer', header: 'partner.customer', width: 200, grow: 1.3, order: 'customer', cell: (row) => row.customer ?? '–' },
    {
      id: 'status',
      header: 'partner.status',
      width: 140,
      cell: (row) => (row.status === null ? '–' : <Sign tone={tones[row.status] ?? 'info'}>{known('relationshipStatus', row.status)}</Sign>),
      value: (row) => row.status && known('relationshipStatus', row.status),
    },
    { id: 'roles', header: 'partner.roles', width: 260, grow: 2, cell: (row) => list(row.roles) },
    { id: 'ends', header: 'partner.ends', width: 140, order: 'ends', cell: (row) => <When at={row.endDateTime} as="date" />, value: (row) => dateCell(row.endDateTime, 'date') },
    { id: 'since', header: 'partner.since', width: 140, extra: true, cell: (row) => <When at={row.activatedDateTime} as="date" />, value: (row) => dateCell(row.activatedDateTime, 'date') },
    { id: 'name', header: 'partner.relationship', width: 200, extra: true, cell: (row) => row.displayName ?? '–' },
    { id: 'tenant', header: 'partner.tenantId', width: 290, extra: true, cell: (row) => row.customerTenantId ?? '–' },
  ],
  filters: [{ column: 'status', label: 'partner.status' }],
};

export const contracts: TableSpec<'contracts'> = {
  collection: 'contracts',
  title: 'screen.partner',
  empty: 'partner.noContracts',
  search: true,
  order: 'name',
  name: (row) => row.displayName ?? row.id,
  columns: [
    { id: 'name', header: 'partner.customer', width: 220, grow: 1.4, order: 'name', cell: (row) => row.displayName ?? '–' },
    { id: 'domain', header: 'partner.domain', width: 200, cell: (row) => row.defaultDomainName ?? '–' },
    {
      id: 'type',
      header: 'partner.contractType',
      width: 180,
      order: 'type',
      cell: (row) => (row.contractType === null ? '–' : known('contractType', row.contractType)),
    },
    { id: 'tenant', header: 'partner.tenantId', width: 290, cell: (row) => row.customerId ?? '–' },
  ],
  filters: [{ column: 'type', label: 'partner.contractType' }],
};
