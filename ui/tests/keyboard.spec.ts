// Everything can be done without a mouse.
import { expect, test } from './devhost';
import { openDemo, texts } from './window';

const { frame, palette, panel, screen, table } = texts.en;

test.beforeEach(async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
});

test('search, move, open, close', async ({ page }) => {
  const rows = page.getByRole('row');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: table.search })).toBeFocused();
  await page.keyboard.type('a');
  await rows.nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-index="2"]')).toBeFocused();
  const name = await page.locator('[data-index="2"]').getByRole('gridcell').first().innerText();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name })).toBeVisible();
  await expect(page.getByRole('tab', { name: panel.overview })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await expect(page.locator('[data-index="2"]')).toBeFocused();
});

test('End goes to the real last row, however much of the list was read, and Home to the first', async ({ page, devhost }) => {
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const all = (await devhost.call('list', { tenant: tenants[0]?.id, collection: 'users', order: 'name', limit: 1000 })) as { items: { row: { displayName: string } }[] };
  expect(all.items.length).toBeGreaterThan(200);
  const rows = page.getByRole('row');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(all.items.length + 1));
  await rows.nth(1).focus();
  await page.keyboard.press('End');
  const last = page.locator(`[data-index="${all.items.length - 1}"]`);
  await expect(last).toBeFocused();
  await expect(last.getByRole('gridcell').first()).toHaveText(all.items.at(-1)?.row.displayName ?? '');
  await page.keyboard.press('Home');
  await expect(page.locator('[data-index="0"]')).toBeFocused();
});

test('what is pressed while the rest is being read is wanted instead of the end', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/call/list', async (route) => {
    if (route.request().postData()?.includes('"after"')) await held;
    await route.continue();
  });
  await page.reload();
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('End');
  await expect(page.getByText(/^Reading to the end: 200 of \d+$/)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText(/^Reading to the end/)).toHaveCount(0);
  release();
  await expect(page.locator('[data-index="1"]')).toBeFocused();
});

test('the palette goes to screens and to people', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: palette.title }).fill(screen.domains);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: screen.domains })).toBeVisible();
  await page.keyboard.press('Alt+s');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: palette.title }).fill('an');
  const person = page.getByRole('option').filter({ hasText: '@' }).first();
  await person.click();
  await expect(page.getByRole('complementary')).toBeVisible();
});

test('the first stop leads past the navigation', async ({ page }) => {
  await page.reload();
  await expect(page.getByRole('row').nth(5)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: frame.skip })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
