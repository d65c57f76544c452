// What was read of a tenant goes with it; while Kontor is locked, so does what was read of all of them.
import type { AppState } from '../gen/types';
import { tenantOf } from './invalidation';
import { queryClient } from './query';

export function forget({ locked, tenants }: Pick<AppState, 'locked' | 'tenants'>): void {
  queryClient.removeQueries({
    predicate: ({ queryKey: [command, input] }) => {
      if (command === 'state') return false;
      const tenant = tenantOf(input);
      return locked || (tenant !== undefined && !tenants.some((one) => one.id === tenant));
    },
  });
}
