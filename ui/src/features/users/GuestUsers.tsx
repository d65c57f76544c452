// Guest users: people of other organisations who were invited.
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { UserPanel } from './UserPanel';
import { guestColumns, nameOf } from './columns';

const spec: TableSpec<'guest-users'> = {
  collection: 'guest-users',
  title: 'screen.guests',
  empty: 'users.noGuests',
  columns: guestColumns,
  search: true,
  order: 'name',
  name: nameOf,
  filters: [
    {
      column: 'enabled',
      label: 'user.signIn',
      options: [
        { value: '1', label: 'value.allowed' },
        { value: '0', label: 'value.blocked' },
      ],
    },
  ],
};

export function GuestUsers() {
  return <TablePage spec={spec} panel={(item, id, close) => <UserPanel item={item} id={id} onClose={close} />} />;
}
