// A person connects a tenant and signs in to it again: the real core, a simulated Microsoft, and a second page for the browser that Kontor opens.
import type { Page } from '@playwright/test';
import { expect } from './devhost';
import { address, answer, field, fillIn } from './person';
import { type Sim, test } from './sim';
import { openDemo, picture, seriousFaults, texts } from './window';

const { action, banner, connection, detail, frame, home, signIn, sync } = texts.en;

async function beginFromWelcome(page: Page, sim: Sim, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: signIn.connect }).click();
  await fillIn(page, sim, name);
}

const tenantButton = (page: Page, name: string) => page.getByRole('button', { name: `Tenant ${name}.` });
const dialog = (page: Page) => page.getByRole('dialog');

async function atHome(page: Page, name: string): Promise<void> {
  await expect(tenantButton(page, name)).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: home.figures })).toBeVisible();
  await expect(dialog(page)).toHaveCount(0);
}

test('with the browser: what is asked for is what was announced, and then the tenant is there', async ({ page, context, sim }) => {
  await page.goto('/');
  await page.getByRole('button', { name: signIn.connect }).click();
  await expect(page.getByRole('button', { name: signIn.go })).toBeDisabled();
  await expect(page.getByText(signIn.asksText)).toBeVisible();
  await fillIn(page, sim, 'Fjordlys');
  await page.getByRole('radio', { name: signIn.own }).check();
  await expect(page.getByRole('button', { name: signIn.go })).toBeDisabled();
  await page.getByText(signIn.guide).click();
  const announced = await page.getByRole('table', { name: signIn.permissions }).getByRole('rowheader').allInnerTexts();
  expect(announced).toContain('User.ReadWrite.All');
  await page.getByRole('radio', { name: signIn.shared }).check();
  await page.getByRole('button', { name: signIn.go }).click();

  const url = await address(page);
  const asked = (new URL(url).searchParams.get('scope') ?? '').split(' ').filter((scope) => scope.startsWith('https://'));
  // A partner's customers are asked for on their own, later.
  const later = ['DelegatedAdminRelationship.Read.All', 'Directory.Read.All'];
  const reading = announced.filter((scope) => (scope === 'User.Read' || /\.Read(Basic)?\./.test(scope)) && !later.includes(scope));
  expect(asked.map((scope) => scope.replace('https://graph.microsoft.com/', '')).sort()).toEqual(reading.sort());
  const browser = await context.newPage();
  await browser.goto(url);
  await answer(browser, 'Accept');
  await expect(browser.getByText(signIn.page.done)).toBeVisible();
  await atHome(page, 'Fjordlys');
  await expect(page.getByRole('status').filter({ hasText: connection.online })).toBeVisible({ timeout: 30_000 });
});

test('the bills are asked for on their own page, and read once it is allowed', async ({ page, context, devhost, sim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await beginFromWelcome(page, sim, 'Fjordlys');
  await page.getByRole('button', { name: signIn.go }).click();
  const browser = await context.newPage();
  await browser.goto(await address(page));
  await answer(browser, 'Accept');
  await atHome(page, 'Fjordlys');
  await page.goto('/#/invoices');
  const allow = page.getByRole('button', { name: signIn.allowBills });
  await expect(allow).toBeVisible({ timeout: 30_000 });
  await picture(page, 'bills-not-allowed-en');

  // Who declines is signed in as before.
  await allow.click();
  await browser.goto(await address(page));
  await answer(browser, 'Cancel');
  await expect(dialog(page).getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status').filter({ hasText: connection.online })).toBeVisible();
  await allow.click();
  await browser.goto(await address(page));
  await answer(browser, 'Accept');
  await expect(page.getByRole('gridcell').first()).toBeVisible({ timeout: 30_000 });
  await expect(allow).toHaveCount(0);
});

test('a second tenant is connected from the menu, chosen, and told from the first', async ({ page, context, devhost, sim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  const { tenants } = (await devhost.call('state')) as { tenants: { name: string }[] };
  const demo = tenants[0]?.name ?? '';
  await tenantButton(page, demo).click();
  await expect(page.getByRole('menuitem', { name: signIn.again })).toHaveCount(0);
  await page.getByRole('menuitem', { name: signIn.connectMenu }).click();
  await fillIn(page, sim, demo);
  await page.getByRole('button', { name: signIn.go }).click();
  await expect(page.getByRole('alert').filter({ hasText: texts.en.error['tenant-exists'] })).toBeVisible();
  await field(page, signIn.name).fill('Fjordlys');
  await page.getByRole('button', { name: signIn.tryAgain }).click();
  const browser = await context.newPage();
  await browser.goto(await address(page));
  await answer(browser, 'Accept');
  await atHome(page, 'Fjordlys');
  await tenantButton(page, 'Fjordlys').click();
  await expect(page.getByRole('menuitemradio', { name: 'Fjordlys' })).toBeChecked();
  await page.getByRole('menuitemradio', { name: demo }).hover();
  await picture(page, 'sign-in-menu');
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('menuitemradio', { name: demo }).click();
  await expect(tenantButton(page, demo)).toBeVisible();
});

test('what is stopped stores nothing, and the form is there again with all that was typed', async ({ page, context, devhost, sim }) => {
  await beginFromWelcome(page, sim, 'Fjordlys');
  await page.getByRole('button', { name: signIn.go }).click();
  const first = await address(page);
  await expect(page.getByRole('button', { name: signIn.stop })).toBeFocused();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/call/cancel_sign_in', async (route) => {
    await held;
    await route.continue();
  });
  await page.keyboard.press('Enter');
  const go = page.getByRole('button', { name: signIn.go });
  await expect(go).toBeFocused();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(field(page, signIn.name)).toHaveValue('Fjordlys');
  await expect(field(page, signIn.filePath)).toHaveValue(sim.file);

  // A word that is slow on its way stops what it was meant for, and not what was begun after it.
  await go.click();
  const stopped = page.waitForResponse('**/call/cancel_sign_in');
  release();
  await stopped;
  await expect(field(page, signIn.pageAddress)).not.toHaveValue(first);
  await address(page);
  // A click beside it, on the way back from the browser, stops nothing; Escape does.
  await page.mouse.click(5, 400);
  await expect(page.getByText(signIn.waiting)).toBeVisible();
  await page.getByRole('button', { name: signIn.stop }).focus();
  await page.keyboard.press('Escape');
  await expect(go).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: signIn.connect })).toBeFocused();
  await expect.poll(() => devhost.call('sign_in_state')).toBeNull();
  // Who signs in at the page of the first one all the same finds nobody who waits.
  const browser = await context.newPage();
  await browser.goto(first);
  const lost = browser.waitForEvent('requestfailed', (request) => request.url().startsWith('http://localhost:'));
  await answer(browser, 'Accept');
  await lost;
  expect(await devhost.call('state')).toMatchObject({ tenants: [] });
});

test('what is declined is said, and asked for once more without typing', async ({ page, context, sim }) => {
  await beginFromWelcome(page, sim, 'Fjordlys');
  await page.getByRole('button', { name: signIn.go }).click();
  const browser = await context.newPage();
  await browser.goto(await address(page));
  await answer(browser, 'Cancel');
  await expect(browser.getByText(signIn.page.refused)).toBeVisible();
  const said = page.getByRole('alert').filter({ hasText: signIn.failed });
  await expect(said).toContainText(detail.permissionsDeclined.replace('{{status}}', 'AADSTS65004'));
  const again = page.getByRole('button', { name: signIn.tryAgain });
  await expect(again).toBeFocused();
  await page.keyboard.press('Enter');
  await browser.goto(await address(page));
  await answer(browser, 'Accept');
  await atHome(page, 'Fjordlys');
});

test('a cloud that cannot be used is said at its field', async ({ page, sim }) => {
  await beginFromWelcome(page, sim, 'Fjordlys');
  await field(page, signIn.filePath).fill('/nowhere/cloud.txt');
  await page.getByRole('button', { name: signIn.go }).click();
  await expect(page.getByText(detail.cloudName)).toBeVisible();
  await expect(field(page, signIn.filePath)).toHaveAttribute('aria-invalid', 'true');
  await field(page, signIn.filePath).fill(sim.file);
  await page.getByRole('button', { name: signIn.tryAgain }).click();
  expect(await address(page)).toContain(sim.login);
});

test('with a code, which is typed on another page', async ({ page, context, sim }) => {
  await beginFromWelcome(page, sim, 'Fjordlys');
  await page.getByRole('radio', { name: signIn['device-code'] }).check();
  await page.getByRole('button', { name: signIn.go }).click();
  const code = await page.getByLabel(signIn.code, { exact: true }).innerText();
  const browser = await context.newPage();
  await browser.goto(`${sim.login}/common/oauth2/deviceauth`);
  await browser.getByLabel(/code/).fill(code);
  await browser.getByRole('button', { name: 'Next' }).click();
  await answer(browser, 'Accept');
  await atHome(page, 'Fjordlys');
});

test('a sign-in that has ended is begun again from the banner, and from the menu', async ({ page, context, sim }) => {
  await beginFromWelcome(page, sim, 'Fjordlys');
  await page.getByRole('button', { name: signIn.go }).click();
  const browser = await context.newPage();
  await browser.goto(await address(page));
  await answer(browser, 'Accept');
  await atHome(page, 'Fjordlys');
  const online = page.getByRole('status').filter({ hasText: connection.online });
  await expect(online).toBeVisible({ timeout: 30_000 });

  await sim.control('POST', '/revoke');
  await page.getByRole('button', { name: sync.now }).click();
  await expect(page.getByText(connection['sign-in-needed'])).toBeVisible();
  await picture(page, 'sign-in-banner');
  await expect(page.getByRole('button', { name: banner.tryAgain })).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('button', { name: signIn.go })).toBeInViewport({ ratio: 1 });
  await page.getByRole('main').getByRole('button', { name: signIn.go }).click();
  await expect(dialog(page)).toContainText('Fjordlys');
  await browser.goto(await address(page));
  await browser.locator('button[name=account]').first().click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(online).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('main').getByRole('button', { name: signIn.go })).toHaveCount(0);

  await tenantButton(page, 'Fjordlys').click();
  await page.getByRole('menuitem', { name: signIn.again }).click();
  await browser.goto(await address(page));
  await browser.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText(signIn.failed);
  await page.getByRole('button', { name: signIn.tryAgain }).click();
  await address(page);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(tenantButton(page, 'Fjordlys')).toBeFocused();
});

test('the menu and the form need no mouse', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  const menu = page.getByRole('button', { name: new RegExp(frame.tenantIs.split('. ')[1] ?? '') });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio')).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(field(page, signIn.name)).toBeFocused();
  await page.keyboard.type('Fjordlys');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: signIn['device-code'] })).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: signIn.more })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(field(page, signIn.organization)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(menu).toBeFocused();
  await expect(page.getByRole('button', { name: action.cancel })).toHaveCount(0);
});
