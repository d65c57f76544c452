// Several tenants at once: the demo, and others on clouds of their own.
import type { BrowserContext, Page } from '@playwright/test';
import type { Item, OperationView, Overview, SigningIn, TenantInfo } from '../src/gen/types';
import { type DevHost, expect } from './devhost';
import type { Sim } from './sim';
import { openDemo } from './window';

/** Connects the organisation of a cloud, with a second page for the browser that Kontor opens, and waits until it is read. */
export async function connect(context: BrowserContext, devhost: DevHost, sim: Sim, name: string): Promise<string> {
  const signing = devhost.call('sign_in', { tenant: null, name, tenantId: null, clientId: null, cloud: sim.file, how: 'browser' }) as Promise<TenantInfo>;
  const browser = await context.newPage();
  await browser.goto(await address(devhost));
  await browser.locator('button[name=account]').first().click();
  await browser.getByRole('button', { name: 'Accept' }).click();
  const { id } = await signing;
  await browser.close();
  await expect.poll(async () => (await overviewOf(devhost, id)).asOf, { timeout: 30_000 }).not.toBeNull();
  return id;
}

async function address(devhost: DevHost): Promise<string> {
  let url = '';
  await expect
    .poll(async () => {
      const { prompt } = ((await devhost.call('sign_in_state')) as SigningIn | null) ?? {};
      return (url = prompt?.how === 'browser' ? prompt.url : '');
    })
    .not.toBe('');
  return url;
}

/** The demo and `Lofoten`, with the demo shown. */
export async function twoTenants(page: Page, context: BrowserContext, devhost: DevHost, sim: Sim) {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  const { tenants } = (await devhost.call('state')) as { tenants: TenantInfo[] };
  const demo = tenants[0];
  if (!demo) throw new Error('The demo is not connected.');
  return { demo, lofoten: await connect(context, devhost, sim, 'Lofoten') };
}

export function overviewOf(devhost: DevHost, tenant: string): Promise<Overview> {
  return devhost.call('overview', { tenant }) as Promise<Overview>;
}

/** The first people of a tenant that belong to its own cloud. */
export async function peopleOf(devhost: DevHost, tenant: string): Promise<Item[]> {
  const filters = { enabled: ['1'], synced: ['0'], user_type: ['member'] };
  return ((await devhost.call('list', { tenant, collection: 'users', order: 'name', limit: 20, filters })) as { items: Item[] }).items;
}

/** A change of theirs that waits: nothing is sent while the tenant works offline. */
export async function queueUnsent(devhost: DevHost, tenant: string): Promise<OperationView> {
  const [person] = await peopleOf(devhost, tenant);
  if (!person) throw new Error('The tenant has nobody of its own.');
  await devhost.call('set_work_offline', { tenant, workOffline: true });
  return (await devhost.call('queue', { tenant, operation: 'update-user', id: person.id, input: { jobTitle: 'Lighthouse keeper' } })) as OperationView;
}
