// Active users: everyone in the directory, and at first those who are no guests, who have a list of their own.
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { UserPanel } from './UserPanel';
import { memberColumns, nameOf } from './columns';
import { department, expiry, licensed, signIn, source, userType } from './filters';

const spec: TableSpec<'users'> = {
  collection: 'users',
  title: 'screen.users',
  empty: 'users.empty',
  columns: memberColumns,
  search: true,
  order: 'name',
  name: nameOf,
  filters: [signIn, userType, licensed, source, department, expiry('user.passwordEnds')],
};

export function ActiveUsers() {
  return <TablePage spec={spec} panel={(item, id, close) => <UserPanel item={item} id={id} onClose={close} />} />;
}
