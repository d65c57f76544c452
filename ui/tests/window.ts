// What a person does in the window, in both languages.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Locator, type Page, expect } from '@playwright/test';
import en from '../../locales/en.json' with { type: 'json' };
import nb from '../../locales/nb.json' with { type: 'json' };

export const texts = { en, nb };
export type Language = keyof typeof texts;

export const screens = [
  'home',
  'users',
  'guest-users',
  'deleted-users',
  'groups',
  'licenses',
  'products',
  'renewals',
  'waste',
  'invoices',
  'spending',
  'purchase',
  'partner',
  'service-health',
  'issues',
  'domains',
  'password-expiry',
  'roles',
  'password-reset',
  'access',
  'outbox',
] as const;
export const titles: Record<(typeof screens)[number], keyof typeof en.screen> = {
  home: 'home',
  users: 'users',
  'guest-users': 'guests',
  'deleted-users': 'deletedUsers',
  groups: 'groups',
  licenses: 'licenses',
  products: 'products',
  renewals: 'renewals',
  waste: 'waste',
  invoices: 'invoices',
  spending: 'spending',
  purchase: 'purchase',
  partner: 'partner',
  'service-health': 'serviceHealth',
  issues: 'issues',
  domains: 'domains',
  'password-expiry': 'passwordExpiry',
  roles: 'roles',
  'password-reset': 'passwordReset',
  access: 'access',
  outbox: 'outbox',
};

/** Opens the demo tenant and waits until its first sync has ended, as the window itself learns of it. */
export async function openDemo(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: en.welcome.demo }).click();
  await expect(page.getByRole('status').filter({ hasText: en.connection.online })).toBeVisible({ timeout: 30_000 });
  await page.goto('/#/users');
  await expect(page.getByRole('row').nth(5)).toBeVisible();
  await expect(page.getByText(en.asOf.never)).toHaveCount(0);
}

/** Opens a list anew: within the window the rows of the one before stay until its own are read, and would be taken for them. */
export async function openList(page: Page, href: string): Promise<void> {
  await page.goto(href);
  await page.reload();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
}

/** Opens the details of one row, and gives the id. */
export async function openRow(page: Page, row: Locator): Promise<string> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await row.click();
  await expect(page).toHaveURL(/[?&]id=/);
  return new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('id') ?? '';
}

export async function show(page: Page, screen: (typeof screens)[number], language: Language = 'en'): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: texts[language].screen[titles[screen]], exact: true }).click();
  if (screen !== 'home') await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts[language].screen[titles[screen]]);
  else await expect(page.getByRole('heading', { level: 2, name: texts[language].home.figures })).toBeVisible();
  if (!['home', 'access', 'outbox', 'renewals', 'waste', 'spending'].includes(screen)) await expect(page.getByRole('gridcell').first()).toBeVisible();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
}

/** Finds a person in Active users and opens the details. */
export async function openPerson(page: Page, search: string): Promise<void> {
  await show(page, 'users');
  await page.getByRole('searchbox', { name: en.table.search }).fill(search);
  const first = page.getByRole('row').nth(1);
  await expect(first).toContainText(search);
  await first.click();
  await expect(page.getByRole('complementary')).toBeVisible();
}

/** What stands in the menu of a person's panel. */
export async function chooseMore(page: Page, name: string, language: Language = 'en'): Promise<void> {
  await page.getByRole('complementary').getByRole('button', { name: texts[language].action.more }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}

/** A picture for looking at, when SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  await atRest(page);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Waits until nothing moves or changes its colour any more, but for what never ends. */
async function atRest(page: Page): Promise<void> {
  const moving = () => page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity).length);
  await expect.poll(moving).toBe(0);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds that is serious or worse. What became another while it looked is looked at once more: a true fault stays. */
export async function seriousFaults(page: Page): Promise<string[]> {
  const found = await faultsNow(page);
  return found.length === 0 ? found : faultsNow(page);
}

/** One line each. Left out: the stops with which Fluent's focus library passes the focus on. */
async function faultsNow(page: Page): Promise<string[]> {
  await atRest(page);
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found = await (window as unknown as { axe: typeof import('axe-core') }).axe.run({ exclude: ['[data-tabster-dummy]'] }, { resultTypes: ['violations'] });
    return found.violations
      .filter((one) => one.impact === 'serious' || one.impact === 'critical')
      .map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.any.map((check) => check.message).join(' ')}`).join(' | ')}`);
  });
}
