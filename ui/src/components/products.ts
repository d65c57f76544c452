// Product names for licence ids, from the mirrored licences.
import { useMemo } from 'react';
import { usePages } from '../app/query';
import { useTenant } from '../app/tenant';
import type { ProductNames } from './fieldText';

export function useLicenses() {
  return usePages({ tenant: useTenant().id, collection: 'licenses', limit: 1000 }).data?.items;
}

export function useProductNames(): ProductNames {
  const licenses = useLicenses();
  return useMemo(
    () => new Map(licenses?.map(({ row }) => [row.skuId?.toLowerCase() ?? row.id, row.name])),
    [licenses],
  );
}
