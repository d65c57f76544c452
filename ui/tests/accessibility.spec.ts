// Every screen in both languages and every theme: axe finds nothing serious.
import { expect, test } from './devhost';
import { openDemo, openPerson, screens, seriousFaults, show, texts } from './window';

test('the welcome', async ({ page, devhost }) => {
  for (const language of ['en', 'nb'] as const) {
    await devhost.call('save_settings', { language, theme: null });
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts[language].welcome.title);
    expect(await seriousFaults(page)).toEqual([]);
  }
});

for (const language of ['en', 'nb'] as const) {
  for (const theme of ['light', 'dark', 'high-contrast'] as const) {
    test(`every screen in ${language}, ${theme}`, async ({ page, devhost }) => {
      await devhost.call('save_settings', { language: 'en', theme });
      await openDemo(page);
      await devhost.call('save_settings', { language, theme });
      for (const screen of screens) {
        await show(page, screen, language);
        expect(await seriousFaults(page), screen).toEqual([]);
      }
    });
  }
}

test('what opens over a screen', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await openPerson(page, 'a');
  expect(await seriousFaults(page), 'details').toEqual([]);
  const { action, panel, palette, keys } = texts.en;
  for (const tab of [panel.licenses, panel.password, panel.all, panel.pending, panel.history]) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tab', { name: tab, selected: true })).toBeVisible();
    expect(await seriousFaults(page), tab).toEqual([]);
  }
  for (const name of [action.edit, action.resetPassword, action.licenses, action.addUser]) {
    await page.getByRole('button', { name, exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await seriousFaults(page), name).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: palette.title })).toBeVisible();
  expect(await seriousFaults(page), 'palette').toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: keys.title })).toBeVisible();
  expect(await seriousFaults(page), 'keys').toEqual([]);
});
