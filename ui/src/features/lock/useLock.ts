// The lock, for whatever offers it.
import { createContext, useContext } from 'react';

interface Lock {
  /** Locks; without a passphrase it asks for one first. */
  now: () => void;
  /** Opens its settings. */
  set: () => void;
}

export const LockContext = createContext<Lock | null>(null);

export function useLock(): Lock {
  const lock = useContext(LockContext);
  if (lock === null) throw new Error('There is no lock here.');
  return lock;
}
