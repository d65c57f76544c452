// A person who is known by id, by name; the id where the offline copy has nobody of it.
import { useTranslation } from 'react-i18next';
import { useCommand } from '../app/query';
import { useTenant } from '../app/tenant';
import type { UserRow } from '../gen/types';

export function PersonName({ id }: { id: string | null }) {
  const { t } = useTranslation();
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: 'users', id: id ?? '' }, id !== null);
  if (id === null) return <>{t('value.none')}</>;
  if (error) return <>{t('manager.notHere', { id })}</>;
  const row = data?.id === id ? (data.row as UserRow) : undefined;
  return <>{row ? (row.displayName ?? row.userPrincipalName ?? id) : ''}</>;
}

/** The id in a relation as Microsoft writes one. */
export function idIn(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;
}
