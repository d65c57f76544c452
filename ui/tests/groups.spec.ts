// Groups: what each gives and to whom, what is done with them, and who has a product by which group.
import { cloudOf } from './cloud';
import { expect, test } from './devhost';
import { openDemo, openList, openRow, picture, seriousFaults, show, texts } from './window';

const { action, field, form, group, license, licenseError, manager, outbox, panel, user, warning } = texts.en;
const synced = 'GG-Lisens-Project';
const flow = 'f30db892-07e9-47e9-837c-80727f46fd3d';
const open = 'Lisens – Dynamics 365 Sales';

test.beforeEach(async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
});

test('a group tells who did not get its licence, why, and what to do, and the list opens in Active users', async ({ page }) => {
  await show(page, 'groups');
  await expect(page.getByRole('row').filter({ hasText: 'VPN-brukere' })).toHaveCount(0);
  await page.getByRole('row').filter({ hasText: synced }).click();
  const details = page.getByRole('complementary', { name: synced });
  await expect(details).toContainText(group.memberships.synced);
  await picture(page, 'group-en');
  await details.getByRole('tab', { name: panel.members }).click();
  const failed = details.getByRole('region', { name: group.membersErrors });
  await expect(failed.getByText(licenseError.CountViolation).first()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'group-members-en');
  // Nobody is removed by hand where the premises decide.
  await expect(details.getByRole('button', { name: new RegExp(action.removeMember) })).toHaveCount(0);
  const count = await failed.getByRole('listitem').count();
  await failed.getByRole('link', { name: license.openList }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.en.screen.users);
  await expect(page.getByRole('button', { name: `${license.chipGroup}: ${synced}, with an error` })).toBeVisible();
  await expect(page.getByRole('row').filter({ has: page.getByRole('gridcell') })).toHaveCount(count);

  // From one of them: which group it was, and once more.
  await page.getByRole('row').nth(1).click();
  await page.getByRole('tab', { name: panel.licenses }).click();
  const person = page.getByRole('complementary');
  await expect(person.getByRole('link', { name: license.byGroupNamed.replace('{{group}}', synced) })).toBeVisible();
  await expect(person.getByText(licenseError.CountViolation)).toBeVisible();
  await picture(page, 'person-licenses-en');
  await person.getByRole('button', { name: action.reprocess }).click();
  await expect(page.getByRole('dialog').getByText(field.licensesReprocessed)).toBeVisible();
  await page.getByRole('button', { name: form.queue }).click();
  await page.goto('/#/outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await expect(page.getByText(outbox.empty)).toBeVisible({ timeout: 40_000 });
  await openList(page, '/#/groups?f.licensed=1');
  await page.getByRole('row').filter({ hasText: synced }).click();
  await details.getByRole('tab', { name: panel.members }).click();
  await expect(failed.getByRole('listitem')).toHaveCount(count - 1);
});

test('a member is added to a group that gives licences, and a product is given to it', async ({ page, devhost }) => {
  const cloud = await cloudOf(devhost);
  await openList(page, '/#/groups?f.licensed=1');
  const id = await openRow(page, page.getByRole('row').filter({ hasText: open }));
  const details = page.getByRole('complementary', { name: open });
  await details.getByRole('button', { name: action.addMember }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(form.nothing)).toBeVisible();
  const who = dialog.getByRole('combobox', { name: form.member });
  await who.click();
  await who.fill('xyzzy');
  await expect(page.getByRole('option', { name: manager.nobodyFound })).toBeVisible();
  const members = (await cloud.graph('GET', `/groups/${id}/members?$top=999`)) as { value: { id: string }[] };
  const inside = new Set(members.value.map((one) => one.id));
  const users = (await cloud.graph('GET', '/users?$select=id,userPrincipalName&$top=200')) as { value: { id: string; userPrincipalName: string }[] };
  const { id: chosen, userPrincipalName } = users.value.find((one) => !inside.has(one.id)) ?? { id: '', userPrincipalName: '' };
  await who.fill(userPrincipalName);
  await page.getByRole('option', { name: userPrincipalName }).click();
  await expect(dialog.getByText(warning['member-takes-seat'])).toBeVisible();
  // The name, not the id.
  await expect(dialog.locator('ins')).not.toContainText(chosen);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'add-member-en');
  await page.getByRole('button', { name: form.queue }).click();
  await expect(dialog).toHaveCount(0);

  await details.getByRole('button', { name: action.groupLicenses }).click();
  await dialog.getByRole('checkbox', { name: 'Microsoft Power Automate Free' }).check();
  await expect(dialog.getByText(warning['seat-for-each-member'])).toBeVisible();
  await picture(page, 'group-licenses-en');
  await page.getByRole('button', { name: form.queue }).click();
  await expect(dialog).toHaveCount(0);
  await details.getByRole('tab', { name: new RegExp(panel.pending) }).click();
  await expect(details.locator('ins')).toHaveCount(2);
  await picture(page, 'group-pending-en');

  await page.goto('/#/outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await expect(page.getByText(outbox.empty)).toBeVisible({ timeout: 40_000 });
  // A replica may lag a moment.
  const seen = async (path: string) => JSON.stringify(await cloud.graph('GET', `/groups/${id}${path}`));
  await expect.poll(() => seen('?$select=assignedLicenses')).toContain(flow);
  await expect.poll(() => seen('/members?$top=999')).toContain(chosen);
});

test('a product says who has it and how, and which groups give it', async ({ page }) => {
  await show(page, 'licenses');
  await page.getByRole('row').filter({ hasText: 'Project' }).first().click();
  const details = page.getByRole('complementary');
  await expect(details.getByRole('region', { name: license.failed }).getByText(licenseError.CountViolation).first()).toBeVisible();
  await expect(details.getByRole('region', { name: license.givenBy }).getByRole('link', { name: synced })).toBeVisible();
  const has = details.getByRole('region', { name: license.has });
  await expect(has.getByText(user.direct).first()).toBeVisible();
  await expect(has.getByText(license.byGroupNamed.replace('{{group}}', synced)).first()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'product-en');
  await has.getByRole('link', { name: new RegExp(license.openList) }).click();
  await expect(page.getByRole('button', { name: new RegExp(`^${license.chip}: .*Project`) })).toBeVisible();
  await expect(page.getByRole('gridcell').first()).toBeVisible();
});

for (const [language, theme, width, height] of [
  ['nb', 'dark', 1024, 640],
  ['nb', 'light', 1280, 800],
] as const) {
  test(`groups and products can be read in ${language}, ${theme}, ${width} × ${height}`, async ({ page, devhost }) => {
    await devhost.call('save_settings', { language, theme });
    await page.setViewportSize({ width, height });
    await show(page, 'groups', language);
    await page.getByRole('row').filter({ hasText: synced }).click();
    await page.getByRole('complementary').getByRole('tab', { name: texts[language].panel.members }).click();
    await expect(page.getByRole('complementary').getByText(texts[language].licenseError.CountViolation).first()).toBeVisible();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `groups-${language}-${theme}`);
    await show(page, 'licenses', language);
    await page.getByRole('row').nth(1).click();
    await expect(page.getByRole('complementary').getByText(texts[language].license.whoHasIt)).toBeVisible();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `product-${language}-${theme}`);
  });
}
