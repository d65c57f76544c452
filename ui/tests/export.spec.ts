// A list is saved or printed as it is narrowed: for a spreadsheet and for paper with the columns shown, for a script with every
// value of its rows.
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { expect, test } from './devhost';
import { openDemo, openList, picture, seriousFaults, texts } from './window';

const { en } = texts;

test('the filtered list is saved whole, with the columns shown, in the language of the window', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await devhost.call('save_settings', { language: 'nb', theme: 'light' });
  await openList(page, '/#/users?f.enabled=1&f.user_type=member');
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const filters = { enabled: ['1'], user_type: ['member'] };
  const { total } = (await devhost.call('list', { tenant: tenants[0]?.id, collection: 'users', filters, limit: 1 })) as { total: number };
  await page.getByRole('button', { name: texts.nb.export.title }).click();
  const dialog = page.getByRole('dialog', { name: texts.nb.export.title });
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'export-nb');

  const saved = async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: texts.nb.export.save }).click()]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  };
  const sheet = await saved();
  expect(sheet.name).toMatch(/^kontor-users-\d{4}-\d\d-\d\d\.csv$/);
  const [head, ...lines] = Papa.parse<string[]>(sheet.text.replace(/^\uFEFF/, ''), { delimiter: ';' }).data;
  expect(head?.slice(0, 2)).toEqual([texts.nb.user.name, texts.nb.user.userName]);
  expect(lines).toHaveLength(total);
  expect(new Set(lines.map((line) => line[2]))).toEqual(new Set([texts.nb.value.allowed]));
  await expect(dialog.getByRole('status')).toContainText(texts.nb.saved.browser);

  await dialog.getByRole('radio', { name: texts.nb.export.json }).check();
  const script = await saved();
  const { collection, asOf, items } = JSON.parse(script.text) as { collection: string; asOf: string; items: { userPrincipalName: string }[] };
  expect([collection, items.length]).toEqual(['users', total]);
  expect(Date.parse(asOf)).not.toBeNaN();
  expect(items[0]?.userPrincipalName).toContain('@');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: texts.nb.export.title })).toBeFocused();
});

test('the filtered list goes on paper whole and alone, and the window comes back', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'dark' });
  // What a print dialog does, as far as the page sees it.
  await page.addInitScript(() => {
    window.print = () => void document.documentElement.setAttribute('data-printing', '');
  });
  await openDemo(page);
  await openList(page, '/#/users?f.user_type=member');
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const { total } = (await devhost.call('list', { tenant: tenants[0]?.id, collection: 'users', filters: { user_type: ['member'] }, limit: 1 })) as { total: number };
  await page.getByRole('button', { name: en.export.title }).click();
  const dialog = page.getByRole('dialog', { name: en.export.title });
  await dialog.getByRole('radio', { name: en.export.paper }).check();
  await picture(page, 'export-paper-en-dark');
  await dialog.getByRole('button', { name: en.export.print }).click();
  await expect(page.locator('html[data-printing]')).toHaveCount(1);
  const sheet = page.locator('[data-sheet]');
  await expect(sheet).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(sheet.locator('h1')).toHaveText(en.screen.users);
  await expect(sheet.locator('tbody tr')).toHaveCount(total);
  await expect(sheet.locator('tbody tr').first().locator('td').nth(1)).toContainText('@');
  await expect(sheet).toBeVisible();
  await expect(page.locator('#root')).toBeHidden();
  await picture(page, 'paper-en');
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(sheet).toHaveCount(0);
  await expect(dialog).toBeVisible();
});
