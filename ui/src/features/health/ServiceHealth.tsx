// Service health: each service of the tenant with its state now.
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import type { ServiceHealthRow } from '../../gen/types';
import { known } from '../../i18n/known';
import { HealthSign } from './HealthSign';
import { ServicePanel } from './ServicePanel';

const nameOf = (row: ServiceHealthRow) => row.service ?? row.id;

const spec: TableSpec<'service-health'> = {
  collection: 'service-health',
  title: 'screen.serviceHealth',
  empty: 'health.noServices',
  search: true,
  order: 'service',
  name: nameOf,
  columns: [
    { id: 'service', header: 'health.service', width: 240, grow: 2, order: 'service', cell: nameOf },
    { id: 'status', header: 'health.status', width: 220, grow: 1, order: 'status', cell: (row) => <HealthSign status={row.status} />, value: (row) => row.status && known('healthStatus', row.status) },
    { id: 'id', header: 'health.id', width: 180, extra: true, cell: (row) => row.id },
  ],
  filters: [],
};

export function ServiceHealth() {
  return <TablePage spec={spec} panel={(item, id, close) => <ServicePanel key={id} item={item} id={id} onClose={close} />} />;
}
