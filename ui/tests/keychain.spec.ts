// The keychain is locked and the system asks for its password: the window says where to answer, and goes on by itself.
import type { Page } from '@playwright/test';
import { type DevHost, expect } from './devhost';
import { test } from './sim';
import { twoTenants } from './tenants';
import { openDemo, picture, seriousFaults, texts } from './window';

/**
 * The key of a development host comes from its environment, which asks nobody: what core says while a question is open is
 * put into its true answer, and what waits for the key waits. Gives the person's answer.
 */
async function ask(page: Page, devhost: DevHost): Promise<() => Promise<void>> {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/call/state', async (route) => {
    const told = await route.fetch();
    await route.fulfill({ response: told, json: { ...((await told.json()) as object), keychainAsks: true } });
  });
  await page.route(/\/call\/(status|home|list|overview)$/, async (route) => {
    await answered;
    await route.continue();
  });
  await page.reload();
  return async () => {
    answer();
    await page.unrouteAll({ behavior: 'wait' });
    // What core announces when the question is closed.
    await devhost.call('save_settings', ((await devhost.call('state')) as { settings: object }).settings);
  };
}

for (const [language, theme, width, height] of [
  ['en', 'light', 1280, 800],
  ['nb', 'dark', 1024, 640],
] as const) {
  test(`a tenant that waits for its key says so in ${language}, ${theme}, ${width} × ${height}`, async ({ page, devhost }) => {
    const { keychain, frame } = texts[language];
    await devhost.call('save_settings', { language: 'en', theme });
    await openDemo(page);
    await page.setViewportSize({ width, height });
    await devhost.call('save_settings', { language, theme });
    const open = await ask(page, devhost);
    const said = page.getByRole('main').getByRole('status').filter({ hasText: keychain.title });
    await expect(said.getByRole('heading', { level: 1 })).toHaveText(keychain.title);
    for (const line of [keychain.why, keychain.next, keychain.never]) await expect(said).toContainText(line);
    await expect(page.getByRole('searchbox', { name: frame.search })).toBeVisible();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `keychain-${language}-${theme}`);
    await open();
    await expect(said).toHaveCount(0);
    await expect(page.getByRole('gridcell').first()).toBeVisible();
  });
}

test('the overview says it above the tenants', async ({ page, context, devhost, sim }) => {
  const { keychain } = texts.en;
  const { demo } = await twoTenants(page, context, devhost, sim);
  await page.goto('/#/all-tenants');
  const open = await ask(page, devhost);
  const said = page.getByRole('main').getByRole('status').filter({ hasText: keychain.title });
  await expect(said).toContainText(keychain.next);
  await expect(page.getByRole('rowheader', { name: demo.name })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'keychain-all-tenants');
  await open();
  await expect(said).toHaveCount(0);
  await expect(page.getByRole('row', { name: demo.name }).getByRole('link').nth(1)).toBeVisible();
});
