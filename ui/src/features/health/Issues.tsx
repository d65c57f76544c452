// Incidents and advisories, those that are over too: Kontor keeps what Microsoft shows no longer.
import { Sign } from '../../components/Sign';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import { dateCell } from '../../i18n/format';
import type { IssueRow } from '../../gen/types';
import { known } from '../../i18n/known';
import { HealthSign } from './HealthSign';
import { IssuePanel } from './IssuePanel';

const nameOf = (row: IssueRow) => row.title ?? row.id;

const spec: TableSpec<'issues'> = {
  collection: 'issues',
  title: 'screen.issues',
  empty: 'health.noIssues',
  search: true,
  order: 'changed',
  descending: true,
  name: nameOf,
  columns: [
    { id: 'title', header: 'health.title', width: 260, grow: 2.4, order: 'title', cell: nameOf },
    { id: 'service', header: 'health.service', width: 150, grow: 1, order: 'service', cell: (row) => row.service ?? '–' },
    {
      id: 'kind',
      header: 'health.kind',
      width: 110,
      cell: (row) =>
        row.classification === null ? '–' : <Sign tone={row.classification === 'incident' ? 'danger' : 'info'}>{known('classification', row.classification)}</Sign>,
      value: (row) => row.classification && known('classification', row.classification),
    },
    { id: 'status', header: 'health.status', width: 170, grow: 0.6, cell: (row) => <HealthSign status={row.status} />, value: (row) => row.status && known('healthStatus', row.status) },
    { id: 'started', header: 'health.started', width: 120, order: 'started', cell: (row) => <When at={row.startDateTime} as="date" />, value: (row) => dateCell(row.startDateTime, 'date') },
    { id: 'changed', header: 'health.changed', width: 150, order: 'changed', cell: (row) => <When at={row.lastModifiedDateTime} />, value: (row) => dateCell(row.lastModifiedDateTime) },
    { id: 'id', header: 'health.number', width: 110, extra: true, cell: (row) => row.id },
    { id: 'ended', header: 'health.ended', width: 120, extra: true, cell: (row) => <When at={row.endDateTime} as="date" />, value: (row) => dateCell(row.endDateTime, 'date') },
    { id: 'feature', header: 'health.feature', width: 160, extra: true, cell: (row) => row.feature ?? '–' },
  ],
  filters: [
    {
      column: 'resolved',
      label: 'health.state',
      options: [
        { value: '0', label: 'health.open' },
        { value: '1', label: 'health.over' },
        { value: '', label: 'value.unknown' },
      ],
    },
    {
      column: 'classification',
      label: 'health.kind',
      options: [
        { value: 'incident', label: 'classification.incident' },
        { value: 'advisory', label: 'classification.advisory' },
      ],
    },
    { column: 'service', label: 'health.service' },
  ],
};

export function Issues() {
  return <TablePage spec={spec} panel={(item, id, close) => <IssuePanel key={id} item={item} id={id} onClose={close} />} />;
}
