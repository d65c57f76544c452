// Nothing is kept of a tenant that is gone, and nothing at all of any while Kontor is locked.
import { beforeEach, expect, it } from 'vitest';
import type { TenantInfo } from '../gen/types';
import { forget } from './forget';
import { queryClient } from './query';

const here: TenantInfo = { id: 'here', name: 'Here', tenantId: 'a', auth: 'browser', clientId: null, demo: false, demoCloudRunning: true };

const kept = () => queryClient.getQueryCache().getAll().map((query) => query.queryKey);

beforeEach(() => {
  queryClient.clear();
  for (const key of [
    ['state', {}],
    ['operations', {}],
    ['home', { tenant: 'here' }],
    ['list', { tenant: 'gone', collection: 'users' }],
    ['search', { text: 'a' }],
  ]) {
    queryClient.setQueryData(key, 'read');
  }
});

it('drops what was read of a tenant that is gone, and keeps the rest', () => {
  forget({ locked: false, tenants: [here] });
  expect(kept().map(([command]) => command)).toEqual(['state', 'operations', 'home', 'search']);
});

it('keeps only the state while it is locked, whatever tenants are named', () => {
  forget({ locked: true, tenants: [here] });
  expect(kept()).toEqual([['state', {}]]);
});
