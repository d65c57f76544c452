// What was read of a tenant goes with it; while Kontor is locked, so does what was read of all of them.
import { useEffect } from 'react';
import type { AppState } from '../gen/types';
import { tenantOf } from './invalidation';
import { queryClient } from './query';
import { goInstead, hrefOf } from './route';

const SHOWN = 'kontor.tenant';

/** The tenant that the window showed last. */
export function lastShown(): string | null {
  return localStorage.getItem(SHOWN);
}

/** `shown` is the tenant that the window shows now. */
export function useForgetting(state: AppState | undefined, shown: string | undefined): void {
  // After the screens have let go of it.
  useEffect(() => {
    if (!state) return;
    const connected = (id: string) => state.tenants.some((one) => one.id === id);
    queryClient.removeQueries({
      predicate: ({ queryKey: [command, input] }) => {
        const tenant = tenantOf(input);
        return command !== 'state' && (state.locked || (tenant !== undefined && !connected(tenant)));
      },
    });
    // No tenant is named while it is locked: the one that was shown comes back.
    if (state.locked) return;
    const last = lastShown();
    // What the address names belonged to it.
    if (last !== null && !connected(last)) goInstead(hrefOf('home'));
    if (shown === undefined) localStorage.removeItem(SHOWN);
    else localStorage.setItem(SHOWN, shown);
  }, [state, shown]);
}
