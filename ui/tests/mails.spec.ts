// Mails from templates: to those whose password ends soon, in words that the admin has chosen, each once.
import { expect, test } from './devhost';
import { openDemo, picture, seriousFaults, show, texts } from './window';

const { mail, action, field, detail, bulk, operation } = texts.en;
const named = mail.to['password-expiry'];

test.beforeEach(async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
});

test('those whose password ends soon are shown with who is left out, read one by one, and written to once', async ({ page }) => {
  await show(page, 'password-expiry');
  const main = page.getByRole('main');
  await main.getByRole('button', { name: named }).click();
  const dialog = page.getByRole('dialog');
  const submit = dialog.locator('button[type="submit"]');
  await expect(dialog).toContainText(detail.mailGuest);
  await expect(submit).toBeEnabled();
  // They are mails there, and not changes of those who get none.
  await expect(submit).toHaveText(/^Queue \d+ mails?$/);
  await expect(dialog.getByRole('heading', { name: /^\d+ (person gets|people get) no mail$/ })).toBeVisible();
  const goes = (await submit.textContent()) ?? '';
  await dialog.getByRole('spinbutton').fill('30');
  await dialog.getByRole('spinbutton').press('Enter');
  await expect(submit).not.toHaveText(goes);
  const first = (await dialog.getByRole('region', { name: bulk.sample }).getByRole('heading', { level: 4 }).first().textContent()) ?? '';
  const reader = dialog.getByRole('combobox', { name: mail.readAs });
  await reader.click();
  await reader.fill(first);
  await page.getByRole('option').first().click();
  await expect(dialog.getByLabel(mail.letter)).toContainText('myaccount.microsoft.com');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'mail-many-en');
  await submit.click();
  await expect(dialog).toHaveCount(0);
  await main.getByRole('button', { name: named }).click();
  await expect(page.getByRole('dialog')).toContainText(detail.mailWaits);
  await page.getByRole('dialog').getByRole('button', { name: action.cancel }).click();
  await show(page, 'outbox');
  await expect(page.getByRole('main')).toContainText(operation['send-mail']);
});

test('a template is written in another language, and a placeholder that there is not is refused where it stands', async ({ page }) => {
  await show(page, 'password-expiry');
  await page.getByRole('main').getByRole('button', { name: named }).click();
  await page.getByRole('dialog').getByRole('button', { name: mail.templates, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(field.subject)).not.toHaveValue('');
  await dialog.getByLabel(mail.another).fill('sv');
  await dialog.getByRole('button', { name: mail.write }).click();
  await expect(dialog.getByLabel(field.subject)).toHaveValue('');
  await dialog.getByLabel(field.subject).fill('Lösenordet');
  await dialog.getByLabel(field.body).fill('Hej {{name}}');
  await dialog.getByRole('button', { name: action.save }).click();
  await expect(dialog).toContainText('There is no placeholder name');
  expect(await seriousFaults(page)).toEqual([]);
  await dialog.getByLabel(field.body).fill('Hej {{displayName}}, {{date}}');
  await dialog.getByRole('button', { name: action.save }).click();
  await expect(dialog.getByRole('button', { name: mail.remove })).toBeVisible();
  await picture(page, 'mail-templates-en');
  await dialog.getByRole('button', { name: mail.remove }).click();
  await expect(dialog.getByRole('radio', { name: 'svenska' })).toHaveCount(0);
  await expect(dialog.getByRole('radio', { name: 'English' })).toBeChecked();
});

test('both in Norwegian, dark and small', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await show(page, 'password-expiry', 'nb');
  const words = texts.nb.mail;
  await page.getByRole('main').getByRole('button', { name: words.to['password-expiry'] }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(texts.nb.detail.mailGuest);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'mail-many-nb');
  await dialog.getByRole('button', { name: words.templates, exact: true }).click();
  await expect(page.getByRole('dialog').getByLabel(texts.nb.field.subject)).not.toHaveValue('');
  await picture(page, 'mail-templates-nb');
});
