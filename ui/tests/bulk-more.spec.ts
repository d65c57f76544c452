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
