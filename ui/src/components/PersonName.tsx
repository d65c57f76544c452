// What a user is called by id; one that the offline copy does not have goes by that.
import { useCommand } from '../app/query';
import { useTenant } from '../app/tenant';
import type { UserRow } from '../gen/types';

export function PersonName({ id }: { id: string }) {
  const data = useCommand('show', { tenant: useTenant().id, collection: 'users', id }).data;
  const row = data?.id === id ? (data.row as UserRow) : undefined;
  return <>{row?.displayName ?? row?.userPrincipalName ?? id}</>;
}
