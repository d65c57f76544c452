// What lists show at first, and that every figure of Home is the count of the list it leads to.
import { expect, test } from './devhost';
import { openDemo, show, texts } from './window';

const { field, home, screen, user, userType, expiry } = texts.en;

test.beforeEach(async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
});

test('each figure of Home is the count of the list behind it', async ({ page }) => {
  await show(page, 'home');
  const tiles = page.getByRole('region', { name: home.figures }).getByRole('link');
  await expect(tiles).toHaveCount(10);
  const seen: Record<string, string> = {};
  for (let index = 0; index < 10; index++) {
    await show(page, 'home');
    const tile = tiles.nth(index);
    await expect(tile).toHaveText(/^\d/);
    const figure = /^[\d,]+/.exec(await tile.innerText())?.[0] ?? '';
    seen[(await tile.innerText()).split('\n')[1] ?? ''] = figure;
    await tile.click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    if (figure === '0') continue;
    await expect(page.getByText(new RegExp(`^${figure} items?$`))).toBeVisible();
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(Number(figure.replace(',', '')) + 1));
  }
  // The demo tenant has one product with more assigned than bought, one with none free and one with two; a free one with thousands does not drown them.
  expect(seen[home.licensesShort]).toBe('3');
  expect(seen[home.invoicesOverdue]).toBe('1');
  expect(Number(seen[home.subscriptionsEnd])).toBeGreaterThan(0);
});

test('Active users begin without guests, and the chip that says so can be cleared', async ({ page }) => {
  await show(page, 'guest-users');
  const guests = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  await show(page, 'users');
  const members = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  await page.getByRole('button', { name: `${field.userType}: ${userType.Member} and ${user.noType}` }).click();
  await page.getByRole('menuitem', { name: texts.en.filter.clear }).click();
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(members + guests + 1));
});

test('Password expiration begins with those who wait for a password', async ({ page }) => {
  await show(page, 'password-expiry');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(screen.passwordExpiry);
  const few = Number(await page.getByRole('grid').getAttribute('aria-rowcount'));
  await expect(page.getByRole('gridcell', { name: texts.en.value.blocked })).toHaveCount(0);
  await page.getByRole('button', { name: `${user.signIn}: ${texts.en.value.allowed}` }).click();
  await page.getByRole('menuitem', { name: texts.en.filter.clear }).click();
  const rows = async () => Number(await page.getByRole('grid').getAttribute('aria-rowcount'));
  await expect.poll(rows).toBeGreaterThan(few);
  const withBlocked = await rows();
  await page.getByRole('button', { name: `${expiry.ends}: ${texts.en.filter.several_other.replace('{{count}}', '3')}` }).click();
  await page.getByRole('menuitem', { name: texts.en.filter.clear }).click();
  await expect.poll(rows).toBeGreaterThan(withBlocked);
});

test('names sort anew with the language: words and order change together', async ({ page }) => {
  await show(page, 'users');
  // Every picture that the window draws from here on: its language, and the names in their order.
  await page.evaluate(() => {
    const drawn = ((window as unknown as { drawn: [string, string[]][] }).drawn = []) as [string, string[]][];
    new MutationObserver(() => {
      const rows = [...document.querySelectorAll('[role=row][data-index]')].slice(0, 20);
      drawn.push([document.querySelector('h1')?.textContent ?? '', rows.map((row) => row.querySelector('[role=gridcell]')?.textContent ?? '')]);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  const names = () => page.getByRole('row').locator('[role=gridcell]:first-child').allInnerTexts();
  const before = (await names()).slice(0, 20);
  expect(before.findIndex((name) => name.startsWith('Å'))).toBeGreaterThan(0);
  await page.getByRole('button', { name: texts.en.settings.menu, exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Norsk bokmål' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.nb.screen.users);
  await expect.poll(async () => (await names()).slice(0, 20).some((name) => name.startsWith('Å'))).toBe(false);
  const drawn = await page.evaluate(() => (window as unknown as { drawn: [string, string[]][] }).drawn);
  const norwegian = drawn.filter(([heading, rows]) => heading === texts.nb.screen.users && rows.length > 0);
  expect(norwegian.length).toBeGreaterThan(0);
  for (const [, rows] of norwegian) expect(rows.some((name) => name.startsWith('Å'))).toBe(false);
});
