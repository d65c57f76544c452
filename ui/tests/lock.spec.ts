// The lock: while it holds, the window has nothing of any tenant, and only the passphrase opens it.
import type { Page } from '@playwright/test';
import type { AppState, Item } from '../src/gen/types';
import { type DevHost, expect } from './devhost';
import { test } from './sim';
import { peopleOf, twoTenants } from './tenants';
import { openDemo, openList, openRow, picture, seriousFaults, show, texts } from './window';

const { action, connection, detail, keys, lock, palette, screen, settings, welcome } = texts.en;
const PASSPHRASE = 'Brygge og sjø';

const locked = (page: Page) => page.getByRole('heading', { level: 1, name: lock.locked });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

async function demoOf(devhost: DevHost): Promise<string> {
  return ((await devhost.call('state')) as AppState).tenants[0]?.id ?? '';
}

async function withLock(page: Page, devhost: DevHost, afterMinutes: number | null = null): Promise<string> {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  // Before the window opens: one that has not heard of the passphrase yet would ask for a first one.
  await devhost.call('set_lock', { lock: { afterMinutes, full: false }, passphrase: PASSPHRASE });
  await openDemo(page);
  return demoOf(devhost);
}

async function unlock(page: Page, passphrase = PASSPHRASE): Promise<void> {
  await expect(field(page, lock.passphrase)).toBeFocused();
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
}

/** Names of a tenant that its screens are full of. */
function tracesOf(people: Item[]): string[] {
  return people.flatMap(({ row }) => {
    const { displayName, userPrincipalName } = row as { displayName: string; userPrincipalName: string };
    return [displayName, userPrincipalName, userPrincipalName.split('@')[1] ?? ''];
  });
}

/** Which of them the window has. */
async function foundIn(page: Page, traces: string[]): Promise<string[]> {
  const drawn = await page.evaluate(() => document.title + document.documentElement.outerHTML);
  return traces.filter((trace) => trace !== '' && drawn.includes(trace));
}

test('the key asks for a passphrase first, and then locks: nothing of the tenants is there until it is typed', async ({ page, context, devhost, sim }) => {
  const { demo, lofoten } = await twoTenants(page, context, devhost, sim);
  const traces = [...tracesOf(await peopleOf(devhost, demo.id)), ...tracesOf(await peopleOf(devhost, lofoten)), 'Lofoten', demo.id, lofoten];
  await openList(page, '/#/users?search=a');
  await openRow(page, page.getByRole('row').nth(1));
  const who = await page.getByRole('complementary').getAttribute('aria-label');
  const place = page.url();

  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('dialog')).toContainText(lock.what);
  await expect(page.getByRole('button', { name: lock.on })).toBeDisabled();
  await field(page, lock.passphrase).fill(PASSPHRASE);
  await field(page, lock.again).fill('Brygge og land');
  await expect(page.getByText(lock.differ)).toBeVisible();
  await expect(page.getByRole('button', { name: lock.on })).toBeDisabled();
  await field(page, lock.again).fill(PASSPHRASE);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(locked(page)).toHaveCount(0);

  expect(await foundIn(page, traces)).not.toEqual([]);
  await page.keyboard.press('Control+Shift+L');
  await expect(locked(page)).toBeVisible();
  await expect(page.getByText(lock.goesOn)).toBeVisible();
  expect(await foundIn(page, [...traces, who ?? ''])).toEqual([]);
  await expect(page).toHaveTitle('Kontor');

  await unlock(page, 'Brygge og land');
  await expect(page.getByText(detail.wrongPassphrase)).toBeVisible();
  await expect(field(page, lock.passphrase)).toHaveValue('');
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  await unlock(page);
  await expect(page.getByRole('complementary', { name: who ?? '' })).toBeVisible();
  expect(page.url()).toBe(place);
  await expect(page.getByRole('main')).toBeFocused();
  // Nothing was kept of what had been read.
  expect(asked.filter((url) => url.endsWith('/call/list')).length).toBeGreaterThan(0);
});

test('it locks from the menu and the palette, with a dialog open and a note on the screen', async ({ page, devhost }) => {
  const tenant = await withLock(page, devhost);
  const [person] = await peopleOf(devhost, tenant);
  await page.getByRole('button', { name: settings.menu }).click();
  await page.getByRole('menuitem', { name: lock.now }).click();
  await unlock(page);
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: palette.title }).fill(lock.now);
  await page.keyboard.press('Enter');
  await unlock(page);
  await expect(page.getByRole('row').nth(1)).toBeVisible();

  await devhost.call('queue', { tenant, operation: 'update-user', id: person?.id, input: { jobTitle: 'Lighthouse keeper' } });
  await page.goto(`/#/users?id=${person?.id ?? ''}`);
  await page.getByRole('button', { name: action.edit, exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.getByText('Lighthouse keeper').first()).toBeVisible();
  // What the dialog hides from screen readers while it is open is not hidden of the lock screen.
  await expect(page.locator('#root')).toHaveAttribute('aria-hidden', 'true');
  await page.keyboard.press('Control+Shift+L');
  await expect(locked(page)).toBeVisible();
  expect(await foundIn(page, ['Lighthouse keeper'])).toEqual([]);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await unlock(page);
  await expect(page.getByRole('complementary')).toBeVisible();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: keys.title })).toContainText('Ctrl+Shift+L');
});

test('it locks by itself when nobody has used it, and when the machine slept', async ({ page, devhost }) => {
  await page.clock.install();
  await withLock(page, devhost, 5);
  // Shortly before, whoever thinks over a form is told, and loses nothing.
  await page.getByRole('button', { name: action.addUser }).click();
  await page.getByRole('dialog').getByLabel(texts.en.field.displayName).fill('Liv Fyrlykt');
  const soon = page.getByRole('timer');
  await page.clock.fastForward('04:00');
  await expect(soon).toHaveCount(0);
  await page.clock.fastForward('00:35');
  await expect(soon).toHaveText(/^Kontor locks in \d\d seconds$/);
  await expect(page.getByText(lock.stay)).toBeVisible();
  await page.keyboard.press('Shift');
  await expect(soon).toHaveCount(0);
  await expect(page.getByRole('dialog').getByLabel(texts.en.field.displayName)).toHaveValue('Liv Fyrlykt');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await show(page, 'domains');
  await page.clock.fastForward('04:00');
  await page.mouse.move(400, 400);
  await page.clock.fastForward('04:00');
  await expect(page.getByRole('heading', { level: 1, name: screen.domains })).toBeVisible();
  await page.clock.fastForward('01:01');
  await expect(locked(page)).toBeVisible();
  await unlock(page);
  await expect(page.getByRole('heading', { level: 1, name: screen.domains })).toBeVisible();

  // No timer ran while it slept: the first key finds the clock on the wall ahead, and is no use of the window.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
  await page.clock.setSystemTime(await page.evaluate(() => Date.now() + 8 * 3_600_000));
  await page.keyboard.press('Shift');
  await page.clock.resume();
  await expect(locked(page)).toBeVisible();
});

test('a restart, and a reload, are no way in', async ({ page, devhost }) => {
  const tenant = await withLock(page, devhost);
  const { items } = (await devhost.call('list', { tenant, collection: 'domains', limit: 100 })) as { items: Item[] };
  const domains = items.map((one) => one.id);
  await show(page, 'domains');
  expect(await foundIn(page, domains)).toEqual(domains);
  await devhost.restart();
  await expect(locked(page)).toBeVisible();
  await page.reload();
  await expect(locked(page)).toBeVisible();
  expect(await foundIn(page, [...domains, tenant])).toEqual([]);
  await unlock(page);
  await expect(page.getByRole('heading', { level: 1, name: screen.domains })).toBeVisible();
});

test('the fifth wrong passphrase makes even the right one wait', async ({ page, devhost }) => {
  await withLock(page, devhost);
  await page.keyboard.press('Control+Shift+L');
  for (let tries = 0; tries < 5; tries++) {
    const answered = page.waitForResponse('**/call/unlock');
    await unlock(page, 'aaaaaa');
    await answered;
    await expect(field(page, lock.passphrase)).toHaveValue('');
    await expect(page.getByText(detail.wrongPassphrase)).toBeVisible();
  }
  await unlock(page);
  await expect(page.getByText(detail.passphraseWaits)).toBeVisible();
  await expect(locked(page)).toBeVisible();
});

test('under the full lock nothing goes on, and that is said', async ({ page, devhost }) => {
  await withLock(page, devhost);
  await page.getByRole('button', { name: settings.menu }).click();
  await page.getByRole('menuitem', { name: lock.menu }).click();
  await page.getByRole('checkbox', { name: new RegExp(lock.full) }).check();
  await field(page, lock.current).fill('Brygge og land');
  await page.getByRole('button', { name: action.save }).click();
  await expect(page.getByText(detail.wrongPassphrase)).toBeVisible();
  await field(page, lock.current).fill(PASSPHRASE);
  await page.getByRole('button', { name: action.save }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: settings.menu })).toBeFocused();
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByText(lock.rests)).toBeVisible();
  await unlock(page);
  await expect(page.getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: connection.online })).toBeVisible({ timeout: 30_000 });
});

test('it is set, changed and turned off without a mouse', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: welcome.title })).toBeVisible();
  const menu = page.getByRole('button', { name: settings.menu });
  const open = async () => {
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: lock.menu }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
  };
  await open();
  await expect(field(page, lock.passphrase)).toBeFocused();
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Tab');
  await page.keyboard.type(lock.minutes_other.replace('{{count}}', '30'));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(menu).toBeFocused();
  expect((await devhost.call('state')) as AppState).toMatchObject({ lock: { afterMinutes: 30, full: true } });

  await open();
  await expect(field(page, lock.current)).toBeFocused();
  await page.keyboard.type(PASSPHRASE);
  await page.getByRole('button', { name: lock.off }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect((await devhost.call('state')) as AppState).toMatchObject({ lock: null });
  await open();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
});

for (const [language, theme, width, height] of [
  ['en', 'light', 1280, 800],
  ['nb', 'dark', 1024, 640],
  ['nb', 'light', 1280, 800],
  ['en', 'high-contrast', 1024, 640],
] as const) {
  test(`the lock can be read in ${language}, ${theme}, ${width} × ${height}`, async ({ page, devhost }) => {
    const words = texts[language];
    await page.clock.install();
    await devhost.call('save_settings', { language, theme });
    await page.setViewportSize({ width, height });
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1, name: words.welcome.title })).toBeVisible();
    await page.keyboard.press('Control+Shift+L');
    const look = async (name: string, button: string) => {
      await expect(page.getByRole('button', { name: button, exact: true })).toBeInViewport({ ratio: 1 });
      await picture(page, `lock-${name}-${language}-${theme}`);
      expect(await seriousFaults(page), name).toEqual([]);
    };
    await look('first', words.lock.on);
    await field(page, words.lock.passphrase).fill('kort');
    await field(page, words.lock.again).fill('kart');
    await look('wrong', words.lock.on);
    await page.keyboard.press('Escape');
    await devhost.call('set_lock', { lock: { afterMinutes: 15, full: true }, passphrase: PASSPHRASE });
    await page.getByRole('button', { name: words.settings.menu }).click();
    await page.getByRole('menuitem', { name: words.lock.menu }).click();
    await look('set', words.action.save);
    await page.keyboard.press('Escape');
    await page.clock.fastForward('14:35');
    await expect(page.getByText(words.lock.stay)).toBeInViewport({ ratio: 1 });
    await look('soon', words.settings.menu);
    await devhost.call('lock');
    await look('screen', words.lock.unlock);
    await page.getByLabel(words.lock.passphrase).fill('kanskje');
    await page.keyboard.press('Enter');
    await expect(page.getByText(words.detail.wrongPassphrase)).toBeVisible();
    await look('refused', words.lock.unlock);
  });
}
