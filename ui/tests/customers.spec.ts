// A partner signs in once and connects its customers: leave, the list, a tenant of its own for each, and one that has ended what it delegated.
import type { BrowserContext, Page } from '@playwright/test';
import { type DevHost, expect } from './devhost';
import { address, answer } from './person';
import { test, type Sim } from './sim';
import { picture, seriousFaults, texts } from './window';

const { action, customers, signIn, error, partner: words } = texts.en;

async function agree(browser: Page, url: string): Promise<void> {
  await browser.goto(url);
  await answer(browser, 'Accept');
}

async function partner(devhost: DevHost, sim: Sim, context: BrowserContext): Promise<Page> {
  const done = devhost.call('sign_in', { name: 'Partner', cloud: sim.file, how: 'browser' });
  const prompt = async () => ((await devhost.call('sign_in_state')) as { prompt: { url: string } | null } | null)?.prompt?.url;
  await expect.poll(prompt).toMatch(/^http/);
  const browser = await context.newPage();
  await agree(browser, (await prompt()) ?? '');
  await done;
  return browser;
}

test('leave is asked for, and each customer becomes a tenant of its own', async ({ page, context, devhost, startSim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  const browser = await partner(devhost, await startSim('partner', '--users', '30', '--tenants', '4'), context);
  await page.goto('/');
  await page.getByRole('button', { name: 'Tenant Partner.' }).click();
  await page.getByRole('menuitem', { name: customers.menu }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(customers.leave, { timeout: 30_000 });
  expect(await seriousFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: customers.allow }).click();
  const address = page.getByRole('textbox', { name: signIn.pageAddress, exact: true });
  await expect(address).toHaveValue(/DelegatedAdminRelationship/);
  await agree(browser, await address.inputValue());

  const rows = dialog.getByRole('list', { name: customers.list }).getByRole('listitem');
  await expect(rows).toHaveCount(3, { timeout: 30_000 });
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'customers-light-en');

  // A name that is taken is said at its field.
  const first = rows.filter({ hasText: 'Nordvarde AS' });
  await first.getByRole('textbox').fill('Partner');
  await first.getByRole('button').click();
  await expect(first).toContainText(error['tenant-exists']);
  // By its name it stands before the partner, and the window stays with the partner all the same.
  await first.getByRole('textbox').fill('First customer');
  await first.getByRole('button').click();
  await expect(first).toContainText(customers.connected, { timeout: 30_000 });
  // The form it was typed in is gone: the next key still goes somewhere.
  await expect(first.getByRole('button', { name: 'First customer' })).toBeFocused();
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await expect(dialog).toContainText(texts.nb.customers.connected);
  await picture(page, 'customers-dark-nb');
  await devhost.call('save_settings', { language: 'en', theme: 'light' });

  await first.getByRole('button', { name: 'First customer' }).click();
  await expect(page.getByRole('button', { name: 'Tenant First customer.' })).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await page.goto('/#/users');
  await expect(page.getByRole('gridcell').first()).toBeVisible({ timeout: 30_000 });
});

test('several are connected one after the other; one that has not agreed to the app says so and harms no other', async ({ page, context, devhost, startSim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  const sim = await startSim('partner', '--users', '30', '--tenants', '6');
  const browser = await partner(devhost, sim, context);
  await page.goto('/');
  await page.getByRole('button', { name: 'Tenant Partner.' }).click();
  await page.getByRole('menuitem', { name: customers.menu }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: customers.allow }).click();
  const address = page.getByRole('textbox', { name: signIn.pageAddress, exact: true });
  await expect(address).toHaveValue(/DelegatedAdminRelationship/);
  await agree(browser, await address.inputValue());
  const rows = dialog.getByRole('list', { name: customers.list }).getByRole('listitem');
  await expect(rows).toHaveCount(5, { timeout: 30_000 });

  const { tenants } = (await devhost.call('state')) as { tenants: { id: string; name: string }[] };
  const listed = (await devhost.call('customers', { tenant: tenants[0]?.id })) as { tenantId: string; name: string; roles: string[] }[];
  const inOrder = listed.toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
  for (const [place, { name, tenantId, roles }] of inOrder.entries()) {
    await expect(rows.nth(place)).toContainText(name);
    await expect(rows.nth(place)).toContainText(tenantId);
    await expect(rows.nth(place)).toContainText(roles.length > 0 ? roles.join(', ') : customers.ended);
    await expect(rows.nth(place).getByRole('textbox')).toHaveCount(roles.length > 0 ? 1 : 0);
  }

  const [one, other, strict] = inOrder.filter(({ roles }) => roles.length > 0);
  if (!one || !other || !strict) throw new Error('The simulated partner has too few customers.');
  await sim.control('PUT', `/sign-in?tenant=${strict.tenantId}`, { pick: true, policy: 'open', consent: true, device_polls: null });
  const row = (name: string) => dialog.getByRole('listitem').filter({ hasText: name });
  for (const { name } of [strict, one, other]) await row(name).getByRole('button').press('Enter');
  const why = (language: 'en' | 'nb') => {
    const { customerConsent, noConsent } = texts[language].detail;
    return customerConsent.replace('{{name}}', strict.name).replace('{{words}}', noConsent.replace('{{status}}).', 'AADSTS65001'));
  };
  await expect(row(strict.name).getByRole('alert')).toContainText(why('en'));
  for (const { name } of [one, other]) await expect(row(name)).toContainText(customers.connected, { timeout: 30_000 });
  await expect(dialog.getByRole('alert')).toHaveCount(1);
  await expect(row(strict.name).getByRole('textbox')).toHaveValue(strict.name);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'customers-refused-light-en');
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await expect(row(strict.name).getByRole('alert')).toContainText(why('nb'));
  await picture(page, 'customers-refused-dark-nb');
  await devhost.call('save_settings', { language: 'en', theme: 'high-contrast' });
  await expect(row(strict.name).getByRole('alert')).toContainText(why('en'));
  // The new colours reach what stands behind the dialog a moment later.
  await expect(page.locator('h1')).toHaveCSS('color', 'rgb(255, 255, 255)');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'customers-refused-high-contrast-en');

  // Each is in the menu without a reload, and reads users of its own.
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  for (const { name } of [one, other]) {
    await page.getByRole('button', { name: /^Tenant / }).click();
    await page.getByRole('menuitemradio', { name }).click();
    await expect(page.getByRole('button', { name: `Tenant ${name}.` })).toBeVisible();
    await page.goto('/#/users');
    await expect(page.getByRole('gridcell').first()).toBeVisible({ timeout: 30_000 });
  }
  await page.getByRole('button', { name: /^Tenant / }).click();
  await expect(page.getByRole('menuitemradio', { name: strict.name })).toHaveCount(0);
});

test('whoever is no partner is told that nobody delegates, and closes it by the keyboard', async ({ page, context, devhost, startSim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  const browser = await partner(devhost, await startSim('alone', '--users', '30'), context);
  await page.goto('/');
  const menu = page.getByRole('button', { name: 'Tenant Partner.' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: customers.menu }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: customers.allow }).press('Enter');
  const address = page.getByRole('textbox', { name: signIn.pageAddress, exact: true });
  await expect(address).toHaveValue(/^http/);
  await agree(browser, await address.inputValue());
  await expect(dialog).toContainText(customers.none, { timeout: 30_000 });
  await dialog.getByRole('button', { name: action.close }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(menu).toBeFocused();

  await page.goto('/#/partner');
  await page.getByRole('tab', { name: words.relationships }).click();
  await expect(page.getByRole('main')).toContainText(words.noRelationships, { timeout: 30_000 });
  await page.getByRole('tab', { name: words.contracts }).click();
  await page.getByRole('button', { name: words.allowContracts }).first().click();
  await expect(address).toHaveValue(/Directory\.Read/);
  await agree(browser, await address.inputValue());
  await expect(page.getByRole('main')).toContainText(words.noContracts, { timeout: 30_000 });
});

test('whoever gave leave and lacks the role at the partner is told which, and is not asked for leave again', async ({ page, context, devhost, startSim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  const sim = await startSim('partner', '--users', '30', '--tenants', '3');
  const browser = await partner(devhost, sim, context);
  await page.goto('/');
  await page.getByRole('button', { name: 'Tenant Partner.' }).click();
  await page.getByRole('menuitem', { name: customers.menu }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: customers.allow }).click();
  // What the leave is for is said while it is asked for.
  await expect(dialog.getByRole('heading')).toHaveText(signIn.forCustomers.replace('{{name}}', 'Partner'));
  const url = await address(page);
  await sim.control('PUT', '/faults', '[[rule]]\nmatch = "GET /v1.0/tenantRelationships/*"\naction = "status"\nstatus = 403\n');
  await agree(browser, url);
  const said = dialog.getByRole('alert');
  await expect(said).toContainText(error['role-missing']);
  await expect(said).toContainText('Admin agent in Partner Center');
  await expect(dialog.getByRole('button', { name: customers.allow })).toHaveCount(0);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'customers-role-light-en');
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await expect(said).toContainText(texts.nb.error['role-missing']);
  await picture(page, 'customers-role-dark-nb');
  await devhost.call('save_settings', { language: 'en', theme: 'light' });

  // Once the role is there, another try is enough.
  await sim.control('PUT', '/faults');
  await dialog.getByRole('button', { name: signIn.tryAgain }).click();
  await expect(dialog.getByRole('list', { name: customers.list }).getByRole('listitem')).toHaveCount(2);
});
