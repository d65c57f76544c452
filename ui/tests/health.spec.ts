// Service health: what is wrong now, what was, and what Microsoft wrote, without anything leaving the window by itself.
import { expect, test } from './devhost';
import { openDemo, picture, seriousFaults, show, texts } from './window';

const { health, alert, outside, classification, action } = texts.en;

test.beforeEach(async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
});

test('an incident is followed from Home to what Microsoft wrote, and a link only shows where it leads', async ({ page, context }) => {
  await show(page, 'home');
  const kind = alert.incident.replace('{{name}}', '').replace('{{service}})', '').trim();
  const news = page.getByRole('main').getByRole('link').filter({ hasText: kind });
  const title = ((await news.textContent()) ?? '').split(` ${kind}`)[0] ?? '';
  await news.click();
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(title);
  const updates = panel.getByRole('region', { name: health.updates });
  await expect(updates.getByRole('listitem').first()).toContainText('Current status');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'issue-en');

  await updates.getByRole('link', { name: 'View service health' }).first().press('Enter');
  const dialog = page.getByRole('dialog', { name: outside.title });
  await expect(dialog).toContainText('https://learn.microsoft.com/');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'issue-link-en');
  expect(context.pages()).toHaveLength(1);
  await dialog.getByRole('button', { name: action.close }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(/#\/issues/);
});

test('a service names what is wrong with it now, and leads to all that was reported', async ({ page }) => {
  await show(page, 'service-health');
  const troubled = page.getByRole('row').filter({ hasNotText: texts.en.healthStatus.serviceOperational }).nth(1);
  const name = (await troubled.getByRole('gridcell').first().textContent()) ?? '';
  await troubled.click();
  const panel = page.getByRole('complementary', { name });
  await expect(panel.getByRole('list', { name: health.now }).getByRole('listitem').first()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'service-en');
  await panel.getByRole('link', { name: health.historyOf }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.en.screen.issues);
  await expect(page.getByRole('button', { name: `${health.service}: ${name}` })).toBeVisible();
  const rows = page.getByRole('row').filter({ has: page.getByRole('gridcell') });
  await expect(rows.first()).toContainText(name);
  await expect(rows.filter({ hasNotText: name })).toHaveCount(0);

  await page.getByRole('button', { name: `${health.service}: ${name}` }).click();
  await page.getByRole('menuitem', { name: texts.en.filter.clear }).click();
  await page.getByRole('button', { name: health.kind, exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: classification.incident }).click();
  await page.keyboard.press('Escape');
  await expect(rows.filter({ hasNotText: classification.incident })).toHaveCount(0);
  await expect(rows.first()).toBeVisible();
});

for (const [language, theme, width, height] of [
  ['nb', 'dark', 1024, 640],
  ['nb', 'light', 1280, 800],
] as const) {
  test(`both screens can be read in ${language}, ${theme}, ${width} × ${height}`, async ({ page, devhost }) => {
    await devhost.call('save_settings', { language, theme });
    await page.setViewportSize({ width, height });
    for (const screen of ['service-health', 'issues'] as const) {
      await show(page, screen, language);
      await page.getByRole('row').nth(1).click();
      const panel = page.getByRole('complementary');
      await expect(panel.getByText(texts[language].health.nothingNow).or(panel.getByRole('listitem').first())).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      await picture(page, `${screen}-${language}-${theme}`);
    }
  });
}
