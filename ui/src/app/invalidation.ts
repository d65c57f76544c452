// Which cached answers a change makes stale: a pure function of what each query provides.
import { provides } from '../gen/commands';
import type { Changed } from '../host';

/** Small collections whose values are worked into the rows of another one (a domain's policy dates the passwords of its users). */
const workedInto: Record<string, readonly string[]> = {
  users: ['domains', 'directory-sync', 'organization', 'licenses'],
  groups: ['licenses'],
  'guest-users': ['users', 'domains', 'directory-sync', 'organization', 'licenses'],
  'password-expiry': ['users', 'domains', 'directory-sync', 'organization'],
};

/** The tags of a query by its key, `[command, input]`. */
export function tagsOf(key: readonly unknown[]): readonly string[] {
  const [command, input] = key;
  if (typeof command !== 'string' || !(command in provides)) return [];
  const tags = provides[command as keyof typeof provides];
  if (tags !== null) return tags;
  const collection = field(input, 'collection');
  return collection === undefined ? [] : [collection, 'outbox', ...(workedInto[collection] ?? [])];
}

/** Whether a change makes the answer with this key stale. */
export function isStale(key: readonly unknown[], changed: Changed): boolean {
  const tenant = tenantOf(key[1]);
  // What belongs to the program is announced as the program's: a tenant that takes up another language has not followed it yet.
  if (changed.tenant !== null && tenant !== changed.tenant) return false;
  return tagsOf(key).some((tag) => changed.tags.includes(tag));
}

/** The tenant that a command is about, by its input. */
export function tenantOf(input: unknown): string | undefined {
  return field(input, 'tenant');
}

function field(input: unknown, name: string): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const value = (input as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}
