// Every step of signing in: seen whole, and readable.
import { expect } from './devhost';
import { answer, field, fillIn } from './person';
import { test } from './sim';
import { picture, seriousFaults, texts } from './window';

for (const [language, theme, width, height] of [
  ['en', 'light', 1280, 800],
  ['nb', 'dark', 1024, 640],
  ['en', 'high-contrast', 1024, 640],
] as const) {
  test(`every step can be read in ${language}, ${theme}, ${width} × ${height}`, async ({ page, context, devhost, sim }) => {
    const words = texts[language].signIn;
    await devhost.call('save_settings', { language, theme });
    await page.setViewportSize({ width, height });
    await page.goto('/');
    await page.getByRole('button', { name: words.connect }).click();
    const look = async (name: string, button: string) => {
      await expect(page.getByRole('button', { name: button, exact: true })).toBeInViewport({ ratio: 1 });
      await picture(page, `sign-in-${name}-${theme}-${language}`);
      expect(await seriousFaults(page), name).toEqual([]);
    };
    await look('form', words.go);
    await fillIn(page, sim, 'Fjordlys', language);
    await page.getByRole('radio', { name: words.own }).check();
    await page.getByText(words.guide).click();
    await look('more', words.go);
    await page.getByRole('button', { name: words.copyPowerShell }).scrollIntoViewIfNeeded();
    await look('guide', words.go);
    await page.getByRole('radio', { name: words.shared }).check();
    await page.getByRole('button', { name: words.go }).click();
    await expect(field(page, words.pageAddress)).toHaveValue(/^http/);
    await look('browser', words.stop);
    const browser = await context.newPage();
    await browser.goto(await field(page, words.pageAddress).inputValue());
    await answer(browser, 'Cancel');
    await expect(page.getByRole('alert')).toContainText(texts[language].detail.permissionsDeclined.replace('{{status}}', 'AADSTS65004'));
    await look('failed', words.tryAgain);
    await page.getByRole('radio', { name: words['device-code'] }).check();
    await page.getByRole('button', { name: words.tryAgain }).click();
    await expect(page.getByLabel(words.code, { exact: true })).toBeVisible();
    await look('code', words.stop);
  });
}
