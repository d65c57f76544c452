// Roles and self-service password reset: who holds what, giving and taking, and those who have not registered.
import { expect, test } from './devhost';
import { openDemo, openRow, picture, seriousFaults, show, texts } from './window';

const { role, action, form, warning, register, reset, operation, mail } = texts.en;
const GLOBAL = 'Global Administrator';

test.beforeEach(async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
});

test('who holds which role is told with what Microsoft advises, and a removal warns and waits', async ({ page }) => {
  await show(page, 'roles');
  await expect(page.getByRole('main')).toContainText(role.globals_other.replace('{{count}}', '2'));
  await expect(page.getByRole('main')).toContainText(role.globalsSound);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'roles-en');
  await page.getByRole('row').filter({ hasText: GLOBAL }).filter({ hasText: role.you }).click();
  const panel = page.getByRole('complementary');
  await panel.getByRole('button', { name: role.removeOf.replace('{{role}}', GLOBAL) }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(warning['own-role']);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'remove-role-en');
  await dialog.getByRole('button', { name: form.queue }).click();
  await expect(dialog).toHaveCount(0);
  await show(page, 'outbox');
  await expect(page.getByRole('main')).toContainText(operation['remove-role']);
  await expect(page.getByRole('main')).toContainText(GLOBAL);
});

test('a role is found by its name and given from the panel of a person', async ({ page }) => {
  await show(page, 'users');
  const row = page.getByRole('row').nth(12);
  await openRow(page, row);
  const panel = page.getByRole('complementary');
  await panel.getByRole('button', { name: role.assign }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').click();
  await page.keyboard.type('licen');
  await page.getByRole('option', { name: 'License Administrator' }).click();
  await expect(dialog).toContainText('License Administrator');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'assign-role-en');
  await dialog.getByRole('button', { name: form.queue }).click();
  await expect(dialog).toHaveCount(0);
  await show(page, 'outbox');
  await expect(page.getByRole('main')).toContainText(operation['assign-role']);
});

test('password reset says what it needs and how it stands, and those not registered are written to once', async ({ page }) => {
  await show(page, 'password-reset');
  const main = page.getByRole('main');
  await expect(main).toContainText(reset.twoGates);
  await expect(main).toContainText('Entra ID P1');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'password-reset-en');
  await main.getByRole('button', { name: mail.to.registration }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(register.subject);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'mail-all-en');
  await dialog.locator('button[type="submit"]').click();
  await expect(dialog).toHaveCount(0);
  await main.getByRole('button', { name: mail.to.registration }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: form.queue })).toBeDisabled();
  await page.getByRole('dialog').getByRole('button', { name: action.cancel }).click();

  await main.getByRole('button', { name: reset.switchOff }).click();
  await expect(page.getByRole('dialog')).toContainText(warning['administrators-locked-out']);
  await page.getByRole('dialog').getByRole('button', { name: form.queue }).click();
  await expect(main).toContainText(reset.switchOn);
});

test('both in Norwegian, dark and small', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  for (const one of ['roles', 'password-reset', 'access'] as const) {
    await show(page, one, 'nb');
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `${one}-nb`);
  }
});
