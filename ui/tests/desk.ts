// The demo tenant past the window: what stands in it, what is queued, and the cloud behind it.
import type { OperationView, State } from '../src/gen/types';
import { type Cloud, cloudOf } from './cloud';
import { type DevHost, expect } from './devhost';

export interface Person {
  id: string;
  row: { displayName: string; userPrincipalName: string; department: string | null; companyName: string | null };
}

export interface Desk {
  cloud: Cloud;
  /** By name; `filters` as `list` takes them. */
  people: (filters?: Record<string, string[]>, limit?: number) => Promise<Person[]>;
  queue: (operation: string, person: Person, input: object) => Promise<string>;
  /** Sends all that waits, until this one has come to a state. */
  send: (id: string, comesTo: State) => Promise<void>;
  comesTo: (id: string, state: State) => Promise<void>;
  discardAll: () => Promise<void>;
}

/** The desk of the first tenant that is connected. */
export async function deskOf(devhost: DevHost): Promise<Desk> {
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const tenant = tenants[0]?.id;
  const call = <Output>(name: string, input: object) => devhost.call(name, { tenant, ...input }) as Promise<Output>;
  const comesTo = (id: string, state: State) =>
    expect.poll(async () => (await call<OperationView>('operation', { id })).state, { timeout: 30_000 }).toBe(state);
  return {
    cloud: await cloudOf(devhost),
    people: async (filters = {}, limit = 20) => (await call<{ items: Person[] }>('list', { collection: 'users', order: 'name', limit, filters })).items,
    queue: async (operation, person, input) => (await call<OperationView>('queue', { operation, id: person.id, input })).id,
    send: async (id, state) => {
      await call('send', {});
      await comesTo(id, state);
    },
    comesTo,
    discardAll: async () => {
      for (const { id } of await call<OperationView[]>('outbox', { active: true })) await call('discard', { id });
    },
  };
}
