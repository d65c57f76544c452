// The tenant that the window shows, and its state, for everything below the frame.
import { createContext, useContext } from 'react';
import type { CollectionStatus, Connection, Status, TenantInfo } from '../gen/types';
import { useCommand } from './query';

export const TenantContext = createContext<TenantInfo | null>(null);

export function useTenant(): TenantInfo {
  const tenant = useContext(TenantContext);
  if (tenant === null) throw new Error('There is no tenant here.');
  return tenant;
}

export function useStatus(): Status | undefined {
  return useCommand('status', { tenant: useTenant().id }).data;
}

export function useConnection(): Connection | undefined {
  const tenant = useTenant();
  const connection = useStatus()?.connection;
  return connection && seenConnection(tenant, connection);
}

/** The connection as a person sees it: a demo cloud that was switched off is known to be gone before sync gives up on it. */
export function seenConnection({ demo, demoCloudRunning }: TenantInfo, connection: Connection): Connection {
  return demo && !demoCloudRunning && connection !== 'work-offline' ? 'offline' : connection;
}

/** Views stand on a collection: its state is theirs. */
const collectionOf: Record<string, string> = { 'guest-users': 'users', 'password-expiry': 'users' };

export function useCollectionStatus(collection: string): CollectionStatus | undefined {
  const name = collectionOf[collection] ?? collection;
  return useStatus()?.collections.find((one) => one.collection === name);
}

/** Whether sync is reading this collection now. */
export function useProgress(collection: string) {
  const syncing = useStatus()?.syncing;
  return syncing?.collection === (collectionOf[collection] ?? collection) ? syncing : null;
}
