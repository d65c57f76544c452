// Active users: everyone in the directory, and at first those who are no guests, who have a list of their own.
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { BulkBar } from '../bulk/BulkBar';
import { WaysToAdd } from '../newcomers/WaysToAdd';
import { KnownUntil } from './KnownUntil';
import { UserPanel } from './UserPanel';
import { memberColumns, nameOf } from './columns';
import { department, expiry, idle, licensed, mfa, ownReset, seat, signIn, source, useLicenseFilters, userType } from './filters';

const spec: Omit<TableSpec<'users'>, 'filters'> = {
  collection: 'users',
  title: 'screen.users',
  empty: 'users.empty',
  columns: memberColumns,
  search: true,
  order: 'name',
  name: nameOf,
};

export function ActiveUsers() {
  const [product, group] = useLicenseFilters();
  const filters = [signIn, userType, licensed, product, group, source, department, expiry('user.passwordEnds'), idle, mfa, ownReset, seat];
  return (
    <TablePage
      spec={{ ...spec, filters }}
      action={<WaysToAdd />}
      note={<KnownUntil />}
      bulk={(picked) => <BulkBar picked={picked} />}
      panel={(item, id, close) => <UserPanel item={item} id={id} onClose={close} />}
    />
  );
}
