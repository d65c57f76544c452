// Pictures of every screen, for looking at: only when SCREENSHOTS names a folder.
import { join } from 'node:path';
import { expect, test } from './devhost';
import { openDemo, openList, openPerson, screens, show, texts } from './window';

const folder = process.env.SCREENSHOTS;
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 1024, height: 640 } };

test.skip(!folder, 'SCREENSHOTS names no folder');

test('welcome', async ({ page, devhost }) => {
  for (const language of ['en', 'nb'] as const) {
    await devhost.call('save_settings', { language, theme: 'light' });
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts[language].welcome.title);
    await page.screenshot({ path: join(folder ?? '', `welcome-${language}.png`) });
  }
});

for (const [size, viewport] of Object.entries(sizes)) {
  for (const theme of ['light', 'dark', 'high-contrast'] as const) {
    for (const language of ['en', 'nb'] as const) {
      test(`${size} ${theme} ${language}`, async ({ page, devhost }) => {
        const save = (name: string) => page.screenshot({ path: join(folder ?? '', `${name}-${size}-${theme}-${language}.png`) });
        await devhost.call('save_settings', { language: 'en', theme });
        await page.setViewportSize(viewport);
        await openDemo(page);
        await openPerson(page, 'a');
        await devhost.call('save_settings', { language, theme });
        await expect(page.getByRole('tab', { name: texts[language].panel.overview })).toBeVisible();
        await save('person');
        for (const [name, action] of Object.entries({ edit: 'edit', password: 'resetPassword', assign: 'licenses' } as const)) {
          await page.getByRole('button', { name: texts[language].action[action], exact: true }).click();
          await expect(page.getByRole('dialog')).toBeVisible();
          if (name === 'password') await page.getByRole('button', { name: texts[language].form.generate }).click();
          if (name === 'assign') await page.getByRole('dialog').getByRole('checkbox', { checked: false }).first().click();
          if (name !== 'edit') await expect(page.getByRole('dialog').locator('ins').first()).toBeVisible();
          await save(name);
          await page.keyboard.press('Escape');
          await expect(page.getByRole('dialog')).toHaveCount(0);
        }
        for (const screen of screens) {
          await show(page, screen, language);
          await save(screen);
        }
      });
    }
  }
}

test('pending, held and offline', async ({ page, devhost }) => {
  const { action, demo, field, form, palette, keys } = texts.en;
  const save = (name: string) => page.screenshot({ path: join(folder ?? '', `${name}.png`) });
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await page.getByRole('button', { name: demo.menu, exact: true }).click();
  await page.getByRole('menuitem', { name: demo.disconnect }).click();
  await openList(page, '/#/users?f.enabled=1&f.synced=0&f.licensed=1&f.expiry=dated');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('button', { name: action.edit }).click();
  await page.getByRole('textbox', { name: field.department }).fill('Polar research');
  await page.getByRole('textbox', { name: field.mobilePhone }).fill('');
  await expect(page.getByRole('dialog').locator('ins')).toHaveCount(2);
  await save('edit-filled');
  await page.getByRole('button', { name: form.queue }).click();
  await page.getByRole('button', { name: action.resetPassword }).click();
  await page.getByRole('button', { name: form.generate }).click();
  await page.getByRole('button', { name: form.queue }).click();
  await page.getByRole('button', { name: action.licenses }).click();
  await page.getByRole('dialog').getByRole('checkbox', { checked: false }).first().click();
  await page.getByRole('button', { name: form.queue }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await save('pending');
  await page.getByRole('tab', { name: texts.en.panel.pending }).click();
  await save('pending-tab');
  await show(page, 'outbox');
  await save('outbox-filled');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: palette.title }).fill('an');
  await expect(page.getByRole('option').filter({ hasText: '@' }).first()).toBeVisible();
  await save('palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: keys.title })).toBeVisible();
  await save('keys');
});
