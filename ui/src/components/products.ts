// Names of products and of their service plans by id, from the mirrored licences.
import { useMemo } from 'react';
import { usePages } from '../app/query';
import { useTenant } from '../app/tenant';
import type { ProductNames } from './fieldText';
import { planName } from './planNames';

export function useLicenses() {
  return usePages({ tenant: useTenant().id, collection: 'licenses', limit: 1000 }).data?.items;
}

export function useProductNames(): ProductNames {
  const licenses = useLicenses();
  return useMemo(() => {
    const names = new Map<string, string>();
    for (const { row } of licenses ?? []) {
      names.set(row.skuId?.toLowerCase() ?? row.id, row.name);
      for (const plan of row.servicePlans) if (plan.servicePlanName !== null) names.set(plan.servicePlanId.toLowerCase(), planName(plan.servicePlanName));
    }
    return names;
  }, [licenses]);
}
