// Switching single apps of a licence off, and on again, seen at the cloud.
import { cloudOf } from './cloud';
import { expect, test } from './devhost';
import { openDemo, openList, openRow, picture, seriousFaults, texts } from './window';

const { action, form, outbox, state } = texts.en;
const product = 'Microsoft 365 Business Premium';
const sku = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46';
const sway = 'a23b959c-7ce8-4e57-9140-b90eb88a9e97';
const inherited = 'Microsoft 365 E3';

test('an app is switched off for one person, and the others stay on', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  const cloud = await cloudOf(devhost);
  await openList(page, '/#/users?f.enabled=1&f.synced=0&f.licensed=1');
  await page.getByRole('row').filter({ hasText: inherited }).first().click();
  await page.getByRole('button', { name: action.licenses, exact: true }).click();
  await page.getByRole('button', { name: new RegExp(`^Apps: .*, ${inherited}$`) }).click();
  await expect(page.getByText(form.appsInherited)).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Sway', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  const somebody = page.getByRole('row').filter({ hasText: product }).first();
  const id = await openRow(page, somebody);
  await page.getByRole('button', { name: action.licenses, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(form.nothing)).toBeVisible();
  await dialog.getByRole('button', { name: new RegExp(`^Apps: .*, ${product}$`) }).click();
  await dialog.getByRole('checkbox', { name: 'Sway', exact: true }).click();
  await expect(dialog.locator('ins')).toHaveText(`${product} without Sway`);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'apps');
  await page.getByRole('button', { name: form.queue }).click();
  await expect(dialog).toHaveCount(0);

  await page.goto('/#/outbox');
  await expect(page.getByRole('main').getByRole('listitem')).toContainText(`${product} without Sway`);
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await expect(page.getByText(outbox.empty)).toBeVisible({ timeout: 40_000 });
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(page.getByRole('main').getByRole('listitem')).toContainText(state.done.text);
  // A replica may lag a moment.
  await expect
    .poll(async () => {
      const seen = (await cloud.graph('GET', `/users/${id}?$select=assignedLicenses`)) as { assignedLicenses: { skuId: string; disabledPlans: string[] }[] };
      return seen.assignedLicenses.find((one) => one.skuId === sku)?.disabledPlans;
    })
    .toEqual([sway]);
});
