// A change drops exactly what stands on it.
import { describe, expect, it } from 'vitest';
import { isStale } from './invalidation';

const changed = (tags: string[], tenant: string | null = 'a') => ({ tenant, tags });
const list = (collection: string, tenant = 'a') => ['list', { tenant, collection }];

describe('a change makes stale', () => {
  it.each([
    ['the list of its collection', list('users'), changed(['users']), true],
    ['not the list of another', list('invoices'), changed(['users']), false],
    ['a view of its collection', list('guest-users'), changed(['users']), true],
    ['rows that it is worked into', list('password-expiry'), changed(['domains']), true],
    ['every projection, when the outbox changes', list('licenses'), changed(['outbox']), true],
    ['not what belongs to another tenant', list('users', 'b'), changed(['users']), false],
    ['what a command says it provides', ['status', { tenant: 'a' }], changed(['alerts']), true],
    ['what belongs to the program, whatever the tenant', ['state', {}], changed(['tenants'], null), true],
    ['not what belongs to the program, when a tenant changes', ['state', {}], changed(['settings']), false],
    ['not what nobody provides', ['operations', {}], changed(['users']), false],
    ['nothing that is not a command', ['something', {}], changed(['users']), false],
  ])('%s', (_, key, change, expected) => {
    expect(isStale(key, change)).toBe(expected);
  });
});
