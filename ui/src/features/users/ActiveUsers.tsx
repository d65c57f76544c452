// Active users: everyone in the directory, and at first those who are no guests, who have a list of their own.
import { TablePage } from '../../components/table/TablePage';
import type { Filter, TableSpec } from '../../components/table/spec';
import { UserPanel } from './UserPanel';
import { memberColumns, nameOf } from './columns';

const signIn: Filter = {
  column: 'enabled',
  label: 'user.signIn',
  options: [
    { value: '1', label: 'value.allowed' },
    { value: '0', label: 'value.blocked' },
  ],
};

const spec: TableSpec<'users'> = {
  collection: 'users',
  title: 'screen.users',
  empty: 'users.empty',
  columns: memberColumns,
  search: true,
  order: 'name',
  name: nameOf,
  filters: [
    signIn,
    {
      column: 'user_type',
      label: 'field.userType',
      options: [
        { value: 'member', label: 'userType.Member' },
        { value: 'guest', label: 'userType.Guest' },
        { value: '', label: 'user.noType' },
      ],
    },
    {
      column: 'licensed',
      label: 'user.licenses',
      options: [
        { value: '1', label: 'user.licensed' },
        { value: '0', label: 'user.unlicensed' },
      ],
    },
    {
      column: 'synced',
      label: 'user.source',
      options: [
        { value: '1', label: 'user.synced' },
        { value: '0', label: 'user.cloud' },
      ],
    },
    { column: 'department', label: 'user.department' },
    {
      column: 'expiry',
      label: 'user.passwordEnds',
      options: [
        { value: 'dated', label: 'expiry.status.dated' },
        { value: 'never', label: 'expiry.status.never' },
        { value: 'probably-never', label: 'expiry.status.probably-never' },
        { value: 'not-applicable', label: 'expiry.status.not-applicable' },
        { value: 'unknown', label: 'expiry.status.unknown' },
      ],
    },
  ],
};

export function ActiveUsers() {
  return <TablePage spec={spec} panel={(item, id, close) => <UserPanel item={item} id={id} onClose={close} />} />;
}
