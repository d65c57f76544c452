// A tenant is removed: what goes is said first, what would be lost is asked for by itself, and nothing of it stays in the window.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { AppState } from '../src/gen/types';
import { type DevHost, expect } from './devhost';
import { test } from './sim';
import { peopleOf, queueUnsent, twoTenants } from './tenants';
import { type Language, openDemo, picture, seriousFaults, texts } from './window';

const { action, frame, home, note, outbox, remove, screen, state, welcome } = texts.en;

const tenantButton = (page: Page, name: string) => page.getByRole('button', { name: `Tenant ${name}.` });
const dialog = (page: Page) => page.getByRole('alertdialog');
const names = async (devhost: DevHost) => ((await devhost.call('state')) as AppState).tenants.map((one) => one.name);

/** Goes to somebody of the tenant, and from there to its removal. */
async function ask(page: Page, name: string, id: string): Promise<void> {
  await page.goto('/#/all-tenants');
  await page.getByRole('rowheader').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 2, name: home.attention })).toBeVisible();
  await page.goto(`/#/users?id=${id}`);
  await expect(page.getByRole('complementary')).toBeVisible();
  await tenantButton(page, name).click();
  await page.getByRole('menuitem', { name: remove.menu }).click();
  await expect(dialog(page)).toContainText(remove.stays);
}

/** Which of them the window keeps, wherever it keeps things. */
async function keptOf(page: Page, traces: string[]): Promise<string[]> {
  const kept = await page.evaluate(() => [JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href, document.title, document.documentElement.outerHTML].join('\n'));
  return traces.filter((trace) => kept.includes(trace));
}

test('what goes and what stays is said, and afterwards the next tenant is there and nothing of this one', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  const [person] = await peopleOf(devhost, lofoten);
  const id = person?.id ?? '';
  await ask(page, 'Lofoten', id);
  for (const line of [remove.signIn, remove.key, remove.copy, remove.journal]) await expect(dialog(page)).toContainText(line);
  await page.getByRole('button', { name: action.cancel }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(tenantButton(page, 'Lofoten')).toBeFocused();
  expect(await names(devhost)).toContain('Lofoten');

  const traces = ['Lofoten', lofoten, id];
  expect(await keptOf(page, traces)).toEqual(traces);
  await tenantButton(page, 'Lofoten').click();
  await page.getByRole('menuitem', { name: remove.menu }).click();
  await page.getByRole('button', { name: remove.go, exact: true }).click();
  await expect(tenantButton(page, demo.name)).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: home.attention })).toBeVisible();
  await expect(dialog(page)).toHaveCount(0);
  expect(await names(devhost)).toEqual([demo.name]);
  expect(await keptOf(page, traces)).toEqual([]);
});

test('changes that have not come to their end are listed, and lost by a word of their own only', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  const { target } = await queueUnsent(devhost, lofoten);
  await ask(page, 'Lofoten', target.id);
  // Twice, as who presses Enter too long: the second question is not answered by it.
  await page.getByRole('button', { name: remove.go, exact: true }).focus();
  await page.keyboard.press('Enter');
  const lost = dialog(page).getByRole('listitem');
  await expect(lost).toContainText([`${texts.en.operation['update-user']} · ${target.name}`]);
  await expect(lost).toContainText([state.queued.name]);
  await expect(page.getByRole('button', { name: note.open })).toBeFocused();
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  // It stands where it stood.
  await expect(page.getByRole('complementary', { name: target.name })).toBeVisible();
  expect(await names(devhost)).toContain('Lofoten');

  await tenantButton(page, 'Lofoten').click();
  await page.getByRole('menuitem', { name: remove.menu }).click();
  await page.getByRole('button', { name: remove.go, exact: true }).click();
  await page.getByRole('button', { name: note.open }).click();
  await expect(page.getByRole('heading', { level: 1, name: screen.outbox })).toBeVisible();
  await expect(page.getByRole('main').getByRole('listitem')).toContainText([target.name]);
  await expect(page.getByRole('button', { name: outbox.discard })).toBeVisible();

  await tenantButton(page, 'Lofoten').click();
  await page.getByRole('menuitem', { name: remove.menu }).click();
  await page.getByRole('button', { name: remove.go, exact: true }).click();
  await page.getByRole('button', { name: remove.lose }).click();
  await expect(tenantButton(page, demo.name)).toBeVisible();
  expect(await names(devhost)).toEqual([demo.name]);
});

test('after the last one the welcome is there', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  const [demo = ''] = await names(devhost);
  await page.getByRole('button', { name: new RegExp(frame.tenantIs.split('. ')[1] ?? '') }).click();
  await page.getByRole('menuitem', { name: remove.menu }).click();
  await page.getByRole('button', { name: remove.go, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: welcome.title })).toBeVisible();
  await expect(page).toHaveTitle('Kontor');
  expect(await page.evaluate(() => localStorage.getItem('kontor.tenant'))).toBeNull();
  expect(new URL(page.url()).hash).toBe('#/home');
  expect(await names(devhost)).not.toContain(demo);
});

test('a tenant that was removed elsewhere leaves nothing either', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  const [person] = await peopleOf(devhost, lofoten);
  await ask(page, 'Lofoten', person?.id ?? '');
  await devhost.call('remove_tenant', { tenant: lofoten });
  await expect(tenantButton(page, demo.name)).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: home.attention })).toBeVisible();
  expect(await keptOf(page, ['Lofoten', lofoten, person?.id ?? ''])).toEqual([]);
});

test('a tenant whose files nobody can open is removed by a word of its own', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  await devhost.call('set_lock', { lock: { afterMinutes: null, full: true }, passphrase: 'Brygge og sjø' });
  // The full lock closes the files.
  await devhost.call('lock');
  const file = join(devhost.folder, 'tenants', lofoten, 'ledger.db');
  writeFileSync(file, Buffer.alloc(statSync(file).size, 7));
  await devhost.call('unlock', { passphrase: 'Brygge og sjø' });
  await page.goto('/#/all-tenants');
  await page.getByRole('rowheader').getByRole('link', { name: 'Lofoten', exact: true }).click();
  await tenantButton(page, 'Lofoten').click();
  await page.getByRole('menuitem', { name: remove.menu }).click();
  await page.getByRole('button', { name: remove.go, exact: true }).click();
  await expect(dialog(page).getByRole('alert')).toContainText(texts.en.error.corrupt);
  await expect(dialog(page)).toContainText(remove.unseen);
  expect(await names(devhost)).toContain('Lofoten');
  await page.getByRole('button', { name: remove.blindly }).click();
  await expect(tenantButton(page, demo.name)).toBeVisible();
  expect(await names(devhost)).toEqual([demo.name]);
});

for (const [language, theme, width, height] of [
  ['en', 'light', 1280, 800],
  ['nb', 'dark', 1024, 640],
  ['nb', 'high-contrast', 1024, 640],
] as [Language, string, number, number][]) {
  test(`both questions can be read in ${language}, ${theme}, ${width} × ${height}`, async ({ page, context, devhost, sim }) => {
    const words = texts[language];
    const { lofoten } = await twoTenants(page, context, devhost, sim);
    const { target } = await queueUnsent(devhost, lofoten);
    await ask(page, 'Lofoten', target.id);
    await devhost.call('save_settings', { language, theme });
    await page.setViewportSize({ width, height });
    const go = page.getByRole('button', { name: words.remove.go, exact: true });
    await expect(go).toBeInViewport({ ratio: 1 });
    await picture(page, `remove-${language}-${theme}`);
    expect(await seriousFaults(page)).toEqual([]);
    await go.click();
    await expect(page.getByRole('button', { name: words.remove.lose })).toBeInViewport({ ratio: 1 });
    await picture(page, `remove-lose-${language}-${theme}`);
    expect(await seriousFaults(page)).toEqual([]);
  });
}
