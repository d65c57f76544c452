// Who has registered for MFA and can reset a forgotten password, in the list of users and for one of them; and unknown with the reason.
import { begin } from './changing';
import { expect, test } from './devhost';
import { openList, openRow, picture, seriousFaults, texts } from './window';

const { registration, value, table, user } = texts.en;

test('a filter finds who has not registered, and columns and panel say so with the time of the report', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const not = await desk.people({ mfa: ['0'] }, 1000);
  expect(not.length).toBeGreaterThan(3);
  await page.getByRole('button', { name: registration.mfa, exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: `${value.no} ${not.length}`, exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(not.length + 1));
  await expect(page.getByText(registration.asOf.split('<')[0] ?? '')).toBeVisible();

  await page.getByRole('button', { name: table.columns }).click();
  for (const name of [user.licenses, user.department, user.passwordEnds, registration.mfa, registration.ownReset]) await page.getByRole('menuitemcheckbox', { name, exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: registration.ownReset })).toBeVisible();
  await expect(page.getByRole('row').nth(1).getByRole('gridcell', { name: value.no, exact: true }).first()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'registered-list-en');

  const id = await openRow(page, page.getByRole('row').nth(1));
  const panel = page.getByRole('complementary');
  await expect(panel.getByText(registration.forReset)).toBeVisible();
  await expect(panel.getByText(registration.ownReset)).toBeVisible();
  await expect(panel.getByText(registration.updated)).toBeVisible();
  expect(not.map((one) => one.id)).toContain(id);
  await panel.getByText(registration.updated).scrollIntoViewIfNeeded();
  await picture(page, 'registered-panel-en');

  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await openList(page, '/#/users?f.mfa=0');
  await expect(page.getByRole('button', { name: `${texts.nb.registration.mfa}: ${texts.nb.value.no}` })).toBeVisible();
  await picture(page, 'registered-list-nb');
});
