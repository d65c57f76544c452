// The overview can be ordered by each of its columns.
import { expect, it } from 'vitest';
import type { Overview, TenantInfo } from '../../gen/types';
import { type Row, inOrder, soonest } from './order';

function row(name: string, part: Partial<Overview> | null): Row {
  const overview: Overview = {
    connection: 'online',
    error: null,
    asOf: null,
    users: 0,
    passwordsEnding: 0,
    passwordsEnded: 0,
    licenseShortages: 0,
    subscriptionsEnding: 0,
    nextSubscriptionEnd: null,
    subscriptionsInTrouble: 0,
    invoicesOverdue: 0,
    incidents: 0,
    outbox: { pending: 0, attention: 0, failed: 0 },
    ...part,
  };
  const tenant: TenantInfo = { id: name, name, tenantId: name, auth: 'browser', clientId: null, demo: false, demoCloudRunning: true };
  return { tenant, overview: part === null ? undefined : overview, error: null };
}

const names = (rows: Row[]) => rows.map((one) => one.tenant.name);

it('orders by name as the language does', () => {
  expect(names(inOrder([row('Tenant 10', {}), row('tenant 9', {}), row('Åre', null)], 'name', false))).toEqual(['Åre', 'tenant 9', 'Tenant 10']);
});

it('keeps those that have not answered at the end, whichever way it goes', () => {
  const rows = [row('silent', null), row('few', { users: 9 }), row('many', { users: 10 }), row('also few', { users: 9 })];
  expect(names(inOrder(rows, 'users', false))).toEqual(['also few', 'few', 'many', 'silent']);
  expect(names(inOrder(rows, 'users', true))).toEqual(['many', 'also few', 'few', 'silent']);
});

it('puts first what is gravest: those that cannot be opened, then those that nobody is signed in to', () => {
  const shut = { ...row('shut', null), error: { code: 'wrong-key' as const, message: '' } };
  const out = row('out', { connection: 'sign-in-needed' });
  expect(names(inOrder([row('fine', {}), out, shut], 'state', false))).toEqual(['shut', 'out', 'fine']);
});

it('knows a demo whose cloud was switched off as offline, as its own screens do', () => {
  const demo = row('the demo', {});
  demo.tenant = { ...demo.tenant, demo: true, demoCloudRunning: false };
  expect(names(inOrder([row('fine', {}), demo], 'state', false))).toEqual(['the demo', 'fine']);
});

it('orders by day, and finds the soonest', () => {
  const rows = [row('later', { nextSubscriptionEnd: '2026-12-02T00:00:00Z' }), row('never', {}), row('soon', { nextSubscriptionEnd: '2026-11-30T00:00:00Z' })];
  expect(names(inOrder(rows, 'soonest', false))).toEqual(['soon', 'later', 'never']);
  expect(soonest(rows.flatMap((one) => one.overview ?? []))).toBe('2026-11-30T00:00:00Z');
  expect(soonest([])).toBe(null);
});
