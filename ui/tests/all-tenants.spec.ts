// All tenants on one screen, and a search through all of them: two clouds, one window.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Overview } from '../src/gen/types';
import { expect } from './devhost';
import { test } from './sim';
import { overviewOf, peopleOf, queueUnsent, twoTenants } from './tenants';
import { picture, seriousFaults, texts } from './window';

const { all, banner, connection, error, frame, home, invoiceStatus, lock, palette, panel, screen, signIn } = texts.en;

const tenantButton = (page: Page, name: string) => page.getByRole('button', { name: `Tenant ${name}.` });
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
const figure = (page: Page, tenant: string, what: string) => rowOf(page, tenant).getByRole('link', { name: new RegExp(`^${what}: [\\d,]+ – ${tenant}$`) });

async function openAll(page: Page): Promise<void> {
  await page.goto('/#/all-tenants');
  await expect(page.getByRole('heading', { level: 1, name: screen.allTenants })).toBeVisible();
  await expect(page.getByText('All 2 tenants')).toBeVisible();
}

/** Home shows the gravest only until it is asked for more. */
async function everyAlert(page: Page): Promise<void> {
  await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
  const more = page.getByRole('main').getByRole('button', { name: /^Show \d+ more$/ });
  if ((await more.count()) > 0) await more.click();
}

test('each figure is the one that the tenant\'s own screens show, and leads there', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  await queueUnsent(devhost, lofoten);
  const listed = page.locator('header').getByText(/^[\d,]+ items?$/);
  // What the list at the other end counts, or what Home says where no filter is as fine.
  const wholes: [string, string, keyof Overview][] = [
    [home.users, screen.users, 'users'],
    [`${all.passwords} – ${all.ended}`, screen.passwordExpiry, 'passwordsEnded'],
    [`${all.passwords} – ${all.ending}`, screen.passwordExpiry, 'passwordsEnding'],
    [`${all.subscriptions} – ${all.trouble}`, screen.products, 'subscriptionsInTrouble'],
    [`${all.bills} – ${invoiceStatus.OverDue}`, screen.invoices, 'invoicesOverdue'],
  ];
  const alerts: [string, string, RegExp, keyof Overview][] = [
    [`${screen.licenses} – ${all.short}`, screen.licenses, /more assigned than bought$/, 'licenseShortages'],
    [`${all.subscriptions} – ${all.renewing}`, screen.products, /renews by itself on|renews or expires on|does not renew$/, 'subscriptionsEnding'],
    [`${all.bills} – ${invoiceStatus.OverDue}`, screen.invoices, /^Bill .* was due on/, 'invoicesOverdue'],
  ];
  for (const [tenant, id] of Object.entries({ [demo.name]: demo.id, Lofoten: lofoten })) {
    const counts = await overviewOf(devhost, id);
    for (const [what, title, key] of wholes) {
      await openAll(page);
      if (!counts[key]) {
        await expect(figure(page, tenant, what)).toHaveCount(0);
        continue;
      }
      await expect(figure(page, tenant, what)).toHaveText(String(counts[key]));
      await figure(page, tenant, what).click();
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expect(tenantButton(page, tenant)).toBeVisible();
      await expect(listed).toHaveText(counts[key] === 1 ? '1 item' : `${String(counts[key])} items`);
    }
    await openAll(page);
    await rowOf(page, tenant).getByRole('link', { name: tenant, exact: true }).click();
    await everyAlert(page);
    for (const [what, title, sentence, key] of alerts) {
      const told = await page.getByRole('main').getByRole('link', { name: sentence }).count();
      expect(told, what).toBe(counts[key] ?? 0);
      await openAll(page);
      // Nobody has allowed the bills of this one to be read: that none is overdue is not known.
      await expect(rowOf(page, tenant).getByText('–', { exact: true })).toHaveCount(tenant === 'Lofoten' ? 1 : 0);
      if (told > 0) {
        await figure(page, tenant, what).click();
        await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
        await expect(tenantButton(page, tenant)).toBeVisible();
      } else {
        await expect(figure(page, tenant, what)).toHaveCount(0);
      }
      await page.goto('/#/home');
      await everyAlert(page);
    }
  }
  await openAll(page);
  await figure(page, 'Lofoten', `${screen.outbox} – ${all.waiting}`).click();
  await expect(page.getByRole('tab', { name: /^Waiting/, selected: true })).toBeVisible();
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
});

test('the screen is within no tenant, is reached from the menu and the palette, and outlives a reload', async ({ page, context, devhost, sim }) => {
  const { demo } = await twoTenants(page, context, devhost, sim);
  await tenantButton(page, demo.name).click();
  await page.getByRole('menuitemradio').first().click();
  const title = page.getByRole('heading', { level: 1, name: screen.allTenants });
  await expect(title).toBeVisible();
  await expect(page).toHaveTitle(`${screen.allTenants} – Kontor`);
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('banner').getByText(demo.name)).toHaveCount(0);
  await page.reload();
  await expect(title).toBeVisible();
  await page.getByRole('button', { name: frame.allIs }).click();
  await expect(page.getByRole('menuitemradio', { name: screen.allTenants })).toBeChecked();
  await page.getByRole('menuitemradio', { name: 'Lofoten' }).click();
  await expect(tenantButton(page, 'Lofoten')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: home.attention })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: palette.title }).fill(screen.allTenants);
  await page.keyboard.press('Enter');
  await expect(title).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: palette.title }).fill(demo.name);
  await page.keyboard.press('Enter');
  await expect(tenantButton(page, demo.name)).toBeVisible();
});

test('of one tenant there is no overview', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  await openAll(page);
  await devhost.call('remove_tenant', { tenant: lofoten });
  await expect(tenantButton(page, demo.name)).toBeVisible();
  await tenantButton(page, demo.name).click();
  await expect(page.getByRole('menuitemradio')).toHaveCount(1);
});

test('what changes in one tenant is asked of that one only, and the sum follows', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  await openAll(page);
  const asked: string[] = [];
  page.on('request', (request) => void (request.url().endsWith('/call/overview') && asked.push(request.postData() ?? '')));
  await queueUnsent(devhost, lofoten);
  await expect(figure(page, 'Lofoten', `${screen.outbox} – ${all.waiting}`)).toHaveText('1');
  await expect(rowOf(page, 'Lofoten')).toContainText(connection['work-offline']);
  await expect(page.getByRole('row', { name: 'All 2 tenants' }).getByRole('cell').nth(-3)).toHaveText('1');
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((input) => input.includes(demo.id))).toEqual([]);
});

test('the rows are ordered by any column, and stay so after a reload', async ({ page, context, devhost, sim }) => {
  const { demo } = await twoTenants(page, context, devhost, sim);
  await openAll(page);
  const names = () => page.getByRole('rowheader').getByRole('link').allInnerTexts();
  await expect.poll(names).toEqual([demo.name, 'Lofoten']);
  const by = page.getByRole('columnheader', { name: home.users });
  await by.getByRole('button').click();
  await expect(by).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(names).toEqual([demo.name, 'Lofoten']);
  await by.getByRole('button').click();
  await expect(by).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(names).toEqual(['Lofoten', demo.name]);
  await page.reload();
  await expect.poll(names).toEqual(['Lofoten', demo.name]);
});

test('a tenant that nobody is signed in to any more is signed in to from its row', async ({ page, context, devhost, sim }) => {
  const { lofoten } = await twoTenants(page, context, devhost, sim);
  await openAll(page);
  await sim.control('POST', '/revoke');
  await devhost.call('sync', { tenant: lofoten });
  const needed = rowOf(page, 'Lofoten').getByRole('button', { name: `${connection['sign-in-needed']} – Sign in to Lofoten` });
  await needed.click();
  const shown = page.getByRole('textbox', { name: signIn.pageAddress });
  await expect(shown).toHaveValue(/^http/);
  const browser = await context.newPage();
  await browser.goto(await shown.inputValue());
  await browser.locator('button[name=account]').first().click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(rowOf(page, 'Lofoten')).toContainText(connection.online, { timeout: 30_000 });
});

test('a tenant whose files cannot be opened says why in its row and in the search, and is there again when they can', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  await openAll(page);
  await devhost.call('set_lock', { lock: { afterMinutes: null, full: true }, passphrase: 'Brygge og sjø' });
  // The full lock closes the files.
  await devhost.call('lock');
  await expect(page.getByRole('heading', { level: 1, name: lock.locked })).toBeVisible();
  const file = join(devhost.folder, 'tenants', lofoten, 'ledger.db');
  const whole = readFileSync(file);
  writeFileSync(file, Buffer.alloc(whole.length, 7));
  await devhost.call('unlock', { passphrase: 'Brygge og sjø' });
  await expect(rowOf(page, 'Lofoten')).toContainText(error.corrupt);
  await expect(page.getByText('1 of 2 tenants')).toBeVisible();
  await expect(rowOf(page, demo.name).getByRole('link').nth(1)).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'all-tenants-shut');

  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: all.search })).toBeFocused();
  await page.keyboard.type('zzzz');
  await expect(page.getByText(all.nothingElse)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Lofoten' })).toContainText(error.corrupt);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'all-tenants-not-searched');
  await page.getByRole('searchbox', { name: all.search }).fill('');

  const again = rowOf(page, 'Lofoten').getByRole('button', { name: banner.tryAgain });
  await expect(again).toBeVisible();
  writeFileSync(file, whole);
  await again.click();
  await expect(rowOf(page, 'Lofoten')).not.toContainText(error.corrupt);
  await expect(page.getByText('All 2 tenants')).toBeVisible();
});

test('a search opens the right person in the right tenant, without a mouse', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  const wanted = (await peopleOf(devhost, lofoten)).at(-1)?.row as { displayName: string; userPrincipalName: string };
  await openAll(page);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: all.search })).toBeFocused();
  await page.keyboard.type(wanted.userPrincipalName);
  const there = page.getByRole('region', { name: 'Lofoten' }).getByRole('link', { name: wanted.userPrincipalName });
  await expect(there).toBeVisible();
  await expect(there).toContainText(wanted.displayName);
  for (let steps = 0; steps < 9 && !(await there.evaluate((node) => node === document.activeElement)); steps++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(tenantButton(page, 'Lofoten')).toBeVisible();
  await expect(page.getByRole('complementary', { name: wanted.displayName })).toBeVisible();
  await expect(page.getByRole('tab', { name: panel.overview })).toBeVisible();

  // A product stands in both: each leads to its own.
  await page.goto('/#/all-tenants?search=Power%20BI');
  const product = page.getByRole('region', { name: demo.name }).getByRole('list', { name: texts.en.collection.subscriptions }).getByRole('link').first();
  const name = (await product.innerText()).trim();
  await expect(page.getByRole('region', { name: 'Lofoten' }).getByRole('link', { name })).not.toHaveCount(0);
  await product.click();
  await expect(tenantButton(page, demo.name)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: screen.products })).toBeVisible();
  await expect(page.getByRole('complementary')).toContainText(name);
});

test('the answer to what was typed before is not shown for what is typed now', async ({ page, context, devhost, sim }) => {
  const { lofoten } = await twoTenants(page, context, devhost, sim);
  const [first] = await peopleOf(devhost, lofoten);
  const { userPrincipalName } = first?.row as { userPrincipalName: string };
  await openAll(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const late = page.waitForResponse((answer) => answer.url().endsWith('/call/search') && answer.request().postData()?.includes(userPrincipalName) === true);
  await page.route('**/call/search', async (route) => {
    if (route.request().postData()?.includes(userPrincipalName)) await held;
    await route.continue();
  });
  const field = page.getByRole('searchbox', { name: all.search });
  const asked = page.waitForRequest('**/call/search');
  await field.fill(userPrincipalName);
  await asked;
  await field.fill('zzzz');
  await expect(page.getByText(all.nothing)).toBeVisible();
  release();
  await late;
  await expect(page.getByText(all.nothing)).toBeVisible();
  await expect(page.getByRole('link', { name: userPrincipalName })).toHaveCount(0);
});

test('the table is one stop: arrows go through its figures, Enter follows one', async ({ page, context, devhost, sim }) => {
  const { demo } = await twoTenants(page, context, devhost, sim);
  await openAll(page);
  const names = page.getByRole('rowheader').getByRole('link');
  await page.getByRole('columnheader').getByRole('button').last().focus();
  await page.keyboard.press('Tab');
  await expect(names.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(names.nth(1)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(figure(page, 'Lofoten', home.users)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(figure(page, demo.name, home.users)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('table').locator(':focus')).toHaveCount(0);
  await figure(page, demo.name, home.users).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: screen.users })).toBeVisible();
});

for (const [language, theme, width, height] of [
  ['en', 'light', 1280, 800],
  ['nb', 'dark', 1024, 640],
  ['nb', 'light', 1280, 800],
  ['en', 'dark', 1024, 640],
  ['nb', 'high-contrast', 1280, 800],
] as const) {
  test(`the overview and the search can be read in ${language}, ${theme}, ${width} × ${height}`, async ({ page, context, devhost, sim }) => {
    const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
    const words = texts[language];
    await queueUnsent(devhost, lofoten);
    await devhost.call('save_settings', { language, theme });
    await page.setViewportSize({ width, height });
    await page.goto('/#/all-tenants');
    await expect(page.getByRole('heading', { level: 1, name: words.screen.allTenants })).toBeVisible();
    await expect(page.getByRole('row', { name: demo.name }).getByRole('link').nth(1)).toBeVisible();
    const table = page.getByRole('table');
    // Nothing is cut off, and nothing has to be scrolled to.
    expect(await table.evaluate((node) => [...node.querySelectorAll('th button, thead span')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent))).toEqual([]);
    expect(await table.evaluate((node) => (node.parentElement?.scrollWidth ?? 0) - (node.parentElement?.clientWidth ?? 0))).toBe(0);
    await picture(page, `all-tenants-${language}-${theme}-${width}`);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('searchbox', { name: words.all.search }).fill('an');
    await expect(page.getByRole('link').filter({ hasText: '@' }).first()).toBeVisible();
    await picture(page, `all-tenants-found-${language}-${theme}-${width}`);
    expect(await seriousFaults(page)).toEqual([]);
  });
}
