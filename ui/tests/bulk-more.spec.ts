// More that is done with many at once: one manager for all, and one group; and roles by their Norwegian names.
import { begin } from './changing';
import { expect, test } from './devhost';
import { picture, seriousFaults, show, texts } from './window';

const { action, bulk, field } = texts.en;

test('all selected get one manager, or become members of a group, told by their own names', async ({ page, devhost }) => {
  await begin(page, devhost);
  await page.locator('[data-index="1"]').focus();
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ ');
  const bar = page.getByRole('group', { name: bulk.bar });
  const dialog = page.getByRole('dialog');
  const choose = async (name: string) => {
    await bar.getByRole('button', { name: bulk.more }).click();
    await page.getByRole('menuitem', { name, exact: true }).click();
  };
  await choose(action.manager);
  await dialog.getByLabel(field.manager).click();
  await page.getByRole('option').first().click();
  await expect(dialog.getByRole('button', { name: /^Queue \d+ changes?$/ })).toBeEnabled();
  await picture(page, 'bulk-manager-en');
  await dialog.getByRole('button', { name: action.cancel }).click();

  await choose(bulk.group);
  await dialog.getByRole('combobox', { name: bulk.groupWhich }).click();
  await page.getByRole('option').first().click();
  await dialog.getByRole('radio', { name: bulk.groupRemove }).click();
  await expect(dialog.getByRole('radio', { name: bulk.groupRemove })).toBeChecked();
  await expect(dialog.getByRole('heading', { level: 3 }).first()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'bulk-group-en');
  await dialog.getByRole('button', { name: action.cancel }).click();

  // What takes some words only is chosen among them; who must be one or the other cannot be neither.
  await bar.getByRole('button', { name: bulk.changeField }).click();
  const pick = async (label: string, value: string) => {
    await dialog.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: value, exact: true }).click();
  };
  const submit = dialog.locator('button[type="submit"]');
  await pick(bulk.field, field.userType);
  await expect(submit).toBeDisabled();
  await dialog.getByRole('combobox', { name: bulk.value }).click();
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.getByRole('option', { name: texts.en.userType.Guest, exact: true }).click();
  await expect(submit).toBeEnabled();
  await pick(bulk.field, field.ageGroup);
  await expect(submit).toBeDisabled();
  await pick(bulk.value, texts.en.ageGroup.Adult);
  await expect(submit).toBeEnabled();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'bulk-choice-en');
  await submit.click();
  await expect(dialog).toHaveCount(0);

  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await show(page, 'roles', 'nb');
  const search = page.getByRole('searchbox', { name: texts.nb.table.search });
  // Both names find it.
  for (const name of ['Brukeradministrator', 'User Administrator']) {
    await search.fill(name);
    await expect(page.getByTitle('User Administrator', { exact: true }).first()).toHaveText('Brukeradministrator');
  }
  await search.fill('');
  await expect(page.getByTitle('Global Administrator', { exact: true }).first()).toHaveText('Global administrator');
  await picture(page, 'roles-nb');
});
