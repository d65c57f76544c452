// Keeps what the window remembers to the tenants that are there.
import { useEffect } from 'react';
import type { AppState } from '../gen/types';
import { forget } from './forget';
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
    forget(state);
    // No tenant is named while it is locked: the one that was shown comes back.
    if (state.locked) return;
    const last = lastShown();
    // What the address names belonged to it.
    if (last !== null && !state.tenants.some((one) => one.id === last)) goInstead(hrefOf('home'));
    if (shown === undefined) localStorage.removeItem(SHOWN);
    else localStorage.setItem(SHOWN, shown);
  }, [state, shown]);
}
