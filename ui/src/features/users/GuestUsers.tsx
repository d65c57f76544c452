// Guest users: people of other organisations who were invited.
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { BulkBar } from '../bulk/BulkBar';
import { UserPanel } from './UserPanel';
import { guestColumns, nameOf } from './columns';
import { KnownUntil } from './KnownUntil';
import { idle, mfa, signIn } from './filters';

const spec: TableSpec<'guest-users'> = {
  collection: 'guest-users',
  title: 'screen.guests',
  empty: 'users.noGuests',
  columns: guestColumns,
  search: true,
  order: 'name',
  name: nameOf,
  filters: [signIn, idle, mfa],
};

export function GuestUsers() {
  return <TablePage spec={spec} note={<KnownUntil />} bulk={(picked) => <BulkBar picked={picked} />} panel={(item, id, close) => <UserPanel item={item} id={id} onClose={close} />} />;
}
