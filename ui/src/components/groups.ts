// Names of the groups that give licences, and how many have licences by each, from the mirror.
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, usePages } from '../app/query';
import { useCollectionStatus, useTenant } from '../app/tenant';

export function useLicensedGroups() {
  return usePages({ tenant: useTenant().id, collection: 'groups', filters: { licensed: ['1'] }, limit: 1000 }).data?.items;
}

/** What a group is called by its id; one that is not in the offline copy goes by that. */
export function useGroupNames(): (id: string) => string {
  const { t } = useTranslation();
  const groups = useLicensedGroups();
  const names = useMemo(() => new Map((groups ?? []).map(({ id, row }) => [id.toLowerCase(), row.displayName ?? id])), [groups]);
  return useCallback((id: string) => names.get(id.toLowerCase()) ?? t('license.unknownGroup', { id }), [names, t]);
}

/** How many users have each of these: `<id>` of a group, `<id>/error`, or of a product, with how it came. None until all users were read and it is counted. */
export function useUserTally(column: 'license' | 'license_group'): ((value: string) => number) | undefined {
  const tally = useCommand('tally', { tenant: useTenant().id, collection: 'users', column }).data;
  const complete = useCollectionStatus('users')?.complete === true;
  return useMemo(() => {
    if (tally === undefined || !complete) return undefined;
    const counts = new Map(tally.map((one) => [one.value, one.count]));
    return (value: string) => counts.get(value) ?? 0;
  }, [tally, complete]);
}
