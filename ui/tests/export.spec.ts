// A list is saved as it is narrowed: for a spreadsheet with the columns shown, for a script with every value of its rows.
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { expect, test } from './devhost';
import { openDemo, openList, picture, seriousFaults, texts } from './window';

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
