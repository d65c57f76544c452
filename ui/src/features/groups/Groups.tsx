// Groups: which licences each gives, to how many, and whom it could not.
import { useTranslation } from 'react-i18next';
import { Sign } from '../../components/Sign';
import { When } from '../../components/When';
import { useUserTally } from '../../components/groups';
import { useProductNames } from '../../components/products';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import type { GroupRow } from '../../gen/types';
import { dateCell, list, number } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { GroupPanel } from './GroupPanel';

export const nameOf = (row: GroupRow) => row.displayName ?? row.id;
export const kindOf = (row: GroupRow) => (row.kind === null ? i18next.t('value.unknown') : i18next.t(`group.kinds.${row.kind}`));
export const membershipOf = (row: GroupRow) => i18next.t(`group.memberships.${row.membership}`);

export function Processing({ state }: { state: string | null }) {
  if (state === null) return <>–</>;
  const tone = state === 'ProcessingComplete' ? 'ok' : state === 'ProcessingFailed' ? 'danger' : 'wait';
  return <Sign tone={tone}>{known('processingState', state)}</Sign>;
}

/** `counted`: how many users have each value; none until that is known. */
function columns(counted: ((value: string) => number) | undefined): TableSpec<'groups'>['columns'] {
  const count = (row: GroupRow, way = '') => counted?.(`${row.id.toLowerCase()}${way}`) ?? null;
  const licenses = (row: GroupRow) => list(row.licenses.map((one) => one.name));
  return [
    { id: 'name', header: 'group.name', width: 220, grow: 1.6, order: 'name', cell: nameOf },
    { id: 'licenses', header: 'group.licenses', width: 190, grow: 1.4, field: 'assignedLicenses', cell: (row) => (row.licenses.length === 0 ? i18next.t('group.noLicenses') : licenses(row)), value: licenses },
    { id: 'licensed', header: 'group.licensedMembers', width: 150, grow: 0.5, end: true, cell: (row) => figure(row, count(row)), value: (row) => (row.licenses.length === 0 ? null : count(row)) },
    { id: 'errors', header: 'group.errors', width: 100, grow: 0.5, end: true, cell: (row) => <Errors count={count(row, '/error')} />, value: (row) => count(row, '/error') },
    { id: 'membership', header: 'group.membership', width: 170, cell: membershipOf },
    { id: 'processing', header: 'group.processing', width: 120, cell: (row) => <Processing state={row.processing} />, value: (row) => row.processing && known('processingState', row.processing) },
    { id: 'kind', header: 'group.kind', width: 120, extra: true, cell: kindOf },
    { id: 'description', header: 'group.description', width: 220, extra: true, cell: (row) => row.description ?? '–' },
    { id: 'mail', header: 'group.mail', width: 200, extra: true, cell: (row) => row.mail ?? '–' },
    { id: 'created', header: 'group.created', width: 120, order: 'created', extra: true, cell: (row) => <When at={row.createdDateTime} as="date" />, value: (row) => dateCell(row.createdDateTime, 'date') },
  ];
}

/** Who is in a group that gives nothing is not known. */
function figure(row: GroupRow, count: number | null): string {
  return count === null || (row.licenses.length === 0 && count === 0) ? '–' : number(count);
}

function Errors({ count }: { count: number | null }) {
  if (count === null || count === 0) return <>–</>;
  return <Sign tone="danger">{number(count)}</Sign>;
}

export function Groups() {
  const { t } = useTranslation();
  const products = useProductNames();
  const spec: TableSpec<'groups'> = {
    collection: 'groups',
    title: 'screen.groups',
    empty: 'group.empty',
    search: true,
    order: 'name',
    name: nameOf,
    columns: columns(useUserTally('license_group')),
    filters: [
      {
        column: 'licensed',
        label: 'group.licenses',
        options: [
          { value: '1', label: 'group.licensed' },
          { value: '0', label: 'group.unlicensed' },
        ],
      },
      { column: 'license', label: 'license.chip', name: (value) => products.get(value) ?? value },
      {
        column: 'membership',
        label: 'group.membership',
        options: [
          { value: 'assigned', label: 'group.memberships.assigned' },
          { value: 'dynamic', label: 'group.memberships.dynamic' },
          { value: 'synced', label: 'group.memberships.synced' },
        ],
      },
      { column: 'processing', label: 'group.processing', name: (value) => (value === '' ? t('value.none') : known('processingState', value)) },
    ],
  };
  return <TablePage spec={spec} panel={(item, id, close) => <GroupPanel item={item} id={id} onClose={close} />} />;
}
