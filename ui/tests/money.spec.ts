// What renews, what nobody uses, what was spent, and a bill with its lines and its file.
import { readFileSync } from 'node:fs';
import { expect, test } from './devhost';
import { openDemo, openList, picture, seriousFaults, show, texts } from './window';

const { renewal, waste, spending, invoice, document: file } = texts.en;

test.beforeEach(async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
});

test('what renews stands by month, month to month apart, and leads to the product', async ({ page }) => {
  await show(page, 'renewals');
  const tabs = page.getByRole('tab');
  await expect(tabs.first()).toContainText(renewal.kind.longer);
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await expect(page.getByText(renewal.happens.ends).first()).toBeVisible();
  await expect(page.getByText(renewal.notTold).first()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'renewals-en');
  await page.getByRole('tab', { name: renewal.kind.month }).click();
  await expect(page.getByText(renewal.happens.renews).first()).toBeVisible();
  await expect(page.getByText(renewal.happens.ends)).toHaveCount(0);
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: texts.en.export.saveCsv }).click()]);
  expect(readFileSync(await saved.path(), 'utf8')).toContain(renewal.happens.ends);
  const product = page.getByRole('row').nth(1).getByRole('link');
  const name = (await product.textContent()) ?? '';
  await product.click();
  await expect(page.getByRole('complementary', { name })).toBeVisible();
});

test('a figure of unused licenses is the count of the people it leads to', async ({ page }) => {
  await show(page, 'waste');
  await expect(page.getByText(waste.costNote)).toBeVisible();
  await expect(page.getByText(waste.signInsUnknown)).toHaveCount(0);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'waste-en');
  const who = page.getByRole('main').getByRole('link').first();
  const count = Number(await who.textContent());
  expect(count).toBeGreaterThan(0);
  await who.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.en.screen.users);
  await expect(page.getByText(count === 1 ? texts.en.list.count_one.replace('{{count}}', '1') : texts.en.list.count_other.replace('{{count}}', String(count)), { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: `${waste.seatOf}: ` })).toBeVisible();
});

test('months and products of spending are told by figures too', async ({ page }) => {
  await show(page, 'spending');
  const months = page.getByRole('list', { name: spending.byMonth.replace('{{currency}}', 'NOK') });
  await expect(months.getByRole('listitem').last()).toContainText('NOK');
  expect(await months.getByRole('listitem').count()).toBeGreaterThan(11);
  await page.getByRole('button', { pressed: false, name: /Microsoft 365/ }).first().press('Enter');
  await expect(months.getByRole('listitem').last()).toContainText(` ${spending.of} `);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'spending-en');
});

test('a bill shows its lines, its PDF is fetched and saved, and old accounts are named', async ({ page, devhost }) => {
  await openList(page, '/#/invoices');
  await expect(page.getByText(invoice.elsewhere_one.split('{{names}}')[1] ?? '')).toBeVisible();
  await page.getByRole('row').nth(2).click();
  const panel = page.getByRole('complementary');
  await panel.getByRole('tab', { name: invoice.lines }).click();
  await expect(panel.getByRole('row').nth(1)).toContainText('NOK');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'invoice-lines-en');
  await panel.getByRole('tab', { name: texts.en.panel.overview }).click();
  await panel.getByRole('button', { name: file.fetch }).click();
  const save = panel.getByRole('button', { name: file.save });
  await expect(save).toBeVisible({ timeout: 30_000 });
  await picture(page, 'invoice-en');
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  await devhost.call('set_work_offline', { tenant: tenants[0]?.id, workOffline: true });
  const [saved] = await Promise.all([page.waitForEvent('download'), save.press('Enter')]);
  expect(saved.suggestedFilename()).toMatch(/^G\d+\.pdf$/);
  expect(readFileSync(await saved.path()).subarray(0, 5).toString()).toBe('%PDF-');
});

for (const [language, theme, width, height] of [
  ['nb', 'dark', 1024, 640],
  ['en', 'light', 1280, 800],
] as const) {
  test(`each can be read in ${language}, ${theme}, ${width} × ${height}`, async ({ page, devhost }) => {
    await devhost.call('save_settings', { language, theme });
    await page.setViewportSize({ width, height });
    for (const screen of ['renewals', 'waste', 'spending'] as const) {
      await show(page, screen, language);
      await expect(page.getByRole('main').getByRole('row').nth(1)).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      await picture(page, `${screen}-${language}-${theme}`);
    }
    await show(page, 'invoices', language);
    await page.getByRole('row').nth(2).click();
    await expect(page.getByRole('complementary').getByRole('heading', { name: texts[language].document.title })).toBeVisible();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `invoice-${language}-${theme}`);
  });
}
