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

test('the last row is a key away, and the first', async ({ page }) => {
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('End');
  await expect(page.locator('[role=row]:focus')).not.toHaveAttribute('data-index', '0');
  await page.keyboard.press('Home');
  await expect(page.locator('[data-index="0"]')).toBeFocused();
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
