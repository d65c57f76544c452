// Users by other ways than one by one: from a file, like somebody, from a template that is kept.
import type { Bulk } from '../src/gen/types';
import { begin, cards } from './changing';
import { expect, test } from './devhost';
import { chooseMore, picture, seriousFaults, show, texts } from './window';

const { action, field, import: words, note, userTemplate } = texts.en;
const filled = (text: string, values: Record<string, string | number>) => Object.entries(values).reduce((all, [name, one]) => all.replace(`{{${name}}}`, String(one)), text);

const choose = (page: import('@playwright/test').Page, name: string, content: string) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

test('a file is told row by row, those that are right are queued, and their passwords are shown once', async ({ page, devhost }) => {
  const { cloud } = await begin(page, devhost);
  const domain = ((await cloud.graph('GET', '/domains')) as { value: { id: string; isVerified: boolean; authenticationType: string }[] }).value.find(
    (one) => one.isVerified && one.authenticationType === 'Managed',
  )?.id;
  await page.getByRole('button', { name: words.more }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: words.fromFile }).press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: words.choose })).toBeVisible();
  await picture(page, 'import-begin-en');
  const header = '\uFEFFUsername;Display name;Usage location;Licenses;Manager;Shoe size\r\n';
  const rows = Array.from({ length: 12 }, (_, at) => `ny${at}@${domain ?? ''};Ny nummer ${at};NO;;${at > 0 ? `ny0@${domain ?? ''}` : ''};42`);
  rows[4] = `ny1@${domain ?? ''};Samme;NO;;;`;
  rows[7] = 'ola@nowhere.example;Ola;NO;;;';
  rows[9] = `ny9@${domain ?? ''};Ny 9;NO;Drue 365;;`;
  await choose(page, 'new.csv', header + rows.join('\r\n'));
  await expect(dialog.getByRole('heading', { name: filled(words.goes_other, { count: 9, total: 12 }) })).toBeVisible();
  const wrong = dialog.getByRole('table', { name: filled(words.wrong_other, { count: 3 }) });
  await expect(wrong.getByRole('row')).toHaveText([/Row/, /6.*Row 3 of the file has this sign-in name already/, /9.*nowhere\.example is not a domain/, /11.*no product called Drue 365/]);
  await expect(dialog.getByText(filled(words.unknown_one, { names: 'Shoe size' }))).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'import-preview-en');
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const tenant = tenants[0]?.id;
  expect(await devhost.call('bulks', { tenant })).toEqual([]);

  await dialog.getByRole('button', { name: filled(words.addRight_other, { count: 9 }) }).click();
  const told = page.getByRole('alertdialog');
  await expect(told.getByRole('heading', { name: filled(words.queued_other, { count: 9 }) })).toBeVisible();
  const passwords = told.getByRole('table', { name: words.passwords });
  await expect(passwords.getByRole('row')).toHaveCount(10);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'import-passwords-en');
  const password = await passwords.getByRole('row').nth(1).getByRole('cell').nth(2).innerText();
  const download = page.waitForEvent('download');
  await told.getByRole('button', { name: words.savePasswords }).click();
  const saved = await (await download).createReadStream();
  let text = '';
  for await (const part of saved) text += String(part);
  expect(text).toContain(password);
  await page.keyboard.press('Escape');
  await expect(passwords).toBeVisible();
  await told.getByRole('button', { name: action.close }).click();
  await expect(told).toHaveCount(0);
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(password);
  const [bulk] = (await devhost.call('bulks', { tenant })) as Bulk[];
  expect([bulk?.count, bulk?.operation]).toEqual([17, 'create-user']);
  await page.getByRole('status', { name: note.title }).getByRole('link', { name: note.open }).click();
  await expect(cards(page)).toHaveCount(1);
  await expect(cards(page)).toContainText(`${texts.en.operation['create-user']}: 9 · ${texts.en.operation['set-manager']}: 8`);
  await picture(page, 'import-outbox-en');
});

test('a file that is none, and one with a template, in Norwegian and in the dark', async ({ page, devhost }) => {
  const { cloud } = await begin(page, devhost);
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const tenant = tenants[0]?.id;
  await devhost.call('save_user_template', { tenant, template: { name: 'Havn', department: 'Havn', usageLocation: 'NO', licenses: [], groups: [] } });
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await show(page, 'users', 'nb');
  const norwegian = texts.nb.import;
  await page.getByRole('button', { name: norwegian.more }).click();
  await page.getByRole('menuitem', { name: norwegian.fromFile }).click();
  const dialog = page.getByRole('dialog');
  await choose(page, 'bilde.csv', 'PK\u0003\u0004\0\0');
  await expect(dialog.getByText(texts.nb.detail.fileNoTable)).toBeVisible();
  await choose(page, 'uten.csv', 'Fornavn;Etternavn\nKari;Berg\n');
  await expect(dialog.getByText(texts.nb.detail.fileNoNames)).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^Legg til/ })).toBeDisabled();
  const [person] = ((await cloud.graph('GET', '/users?$top=1&$select=userPrincipalName')) as { value: { userPrincipalName: string }[] }).value;
  const domain = ((await cloud.graph('GET', '/domains')) as { value: { id: string; isVerified: boolean; authenticationType: string }[] }).value.find(
    (one) => one.isVerified && one.authenticationType === 'Managed',
  )?.id;
  await choose(page, 'nye.csv', `Brukernavn;Visningsnavn\nny@${domain ?? ''};Ny\n${person?.userPrincipalName ?? ''};Opptatt\n;Uten\n`);
  await expect(dialog.getByText(texts.nb.detail.signInNameTaken)).toBeVisible();
  await dialog.getByRole('combobox').click();
  await page.getByRole('option', { name: 'Havn' }).click();
  await expect(dialog.getByRole('region', { name: texts.nb.bulk.sample }).locator('ins').filter({ hasText: /^Havn$/ })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'import-preview-nb');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: norwegian.blank }).click();
  expect((await download).suggestedFilename()).toBe(norwegian.blankName);
});

test('somebody is added like another, and a template is made after a person, renamed, used and deleted', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const everybody = await desk.people({ enabled: ['1'], user_type: ['member'] });
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const tenant = tenants[0]?.id;
  const likeness = async (id: string) => (await devhost.call('template_of', { tenant, id })) as import('../src/gen/types').Likeness;
  let model: (typeof everybody)[number] | undefined;
  for (const one of everybody.slice(0, 60)) {
    const { template } = await likeness(one.id);
    if (template.licenses.length > 0 && template.department !== undefined && template.manager !== undefined) model = one;
    if (model) break;
  }
  if (!model) throw new Error('The demo tenant has nobody to be like.');
  const { template } = await likeness(model.id);
  await page.getByRole('searchbox', { name: texts.en.table.search }).fill(model.row.userPrincipalName);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('row').nth(1).click();
  await chooseMore(page, userTemplate.addLike);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(field.department)).toHaveValue(template.department ?? '');
  await expect(dialog.getByLabel(texts.en.form.signInName)).toHaveValue('');
  await expect(dialog.getByRole('region', { name: userTemplate.gives }).getByRole('listitem').first()).toBeVisible();
  await dialog.getByLabel(texts.en.form.signInName).fill('lik.en.annen');
  await dialog.getByLabel(field.displayName).fill('Lik En Annen');
  await dialog.getByRole('button', { name: texts.en.form.generate }).click();
  await expect(dialog.getByRole('button', { name: texts.en.form.queue })).toBeEnabled();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'add-like-en');
  await dialog.getByRole('button', { name: texts.en.form.queue }).click();
  await expect(dialog).toHaveCount(0);
  const [bulk] = (await devhost.call('bulks', { tenant })) as Bulk[];
  expect([bulk?.operation, bulk?.names[0], bulk?.count]).toEqual(['create-user', 'Lik En Annen', 3 + template.groups.length]);

  await page.goto('/#/users');
  await page.getByRole('button', { name: words.more }).click();
  await page.getByRole('menuitem', { name: words.templates }).click();
  await expect(dialog.getByText(userTemplate.empty)).toBeVisible();
  await dialog.getByRole('button', { name: userTemplate.new }).click();
  await dialog.getByRole('textbox', { name: userTemplate.name, exact: true }).fill('Kai');
  await dialog.getByRole('combobox', { name: userTemplate.from }).click();
  await dialog.getByRole('combobox', { name: userTemplate.from }).pressSequentially(model.row.userPrincipalName);
  await page.getByRole('option', { name: model.row.userPrincipalName }).click();
  await expect(dialog.getByLabel(field.department)).toHaveValue(template.department ?? '');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'template-form-en');
  await dialog.getByRole('button', { name: userTemplate.save }).click();
  await dialog.getByRole('button', { name: filled(userTemplate.editOne, { name: 'Kai' }) }).click();
  await dialog.getByRole('textbox', { name: userTemplate.name, exact: true }).fill('Brygga');
  await dialog.getByRole('button', { name: userTemplate.save }).click();
  await expect(dialog.getByRole('heading', { name: 'Brygga' })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'templates-en');
  await dialog.getByRole('button', { name: action.close }).click();
  await page.getByRole('button', { name: action.addUser, exact: true }).click();
  await dialog.getByRole('combobox', { name: userTemplate.use }).click();
  await page.getByRole('option', { name: 'Brygga' }).click();
  await expect(dialog.getByLabel(field.department)).toHaveValue(template.department ?? '');
  await dialog.getByRole('button', { name: action.cancel }).click();
  await page.getByRole('button', { name: words.more }).click();
  await page.getByRole('menuitem', { name: words.templates }).click();
  await dialog.getByRole('button', { name: filled(userTemplate.deleteOne, { name: 'Brygga' }) }).click();
  await dialog.getByRole('group').getByRole('button', { name: action.delete }).click();
  await expect(dialog.getByText(userTemplate.empty)).toBeVisible();
});
