// One person: every field in its group, the manager, the last sign-in, the addresses; and leaving as a checklist.
import { anyone, begin, cards, queue } from './changing';
import { expect, test } from './devhost';
import { chooseMore, openPerson, openRow, picture, seriousFaults, show, texts } from './window';

const { action, addresses, field, form, manager, offboard, operation, outbox, signIns, state } = texts.en;

test('fields of every group are edited, and what belongs to the premises cannot be', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const { id, row } = await anyone(desk);
  await openPerson(page, row.displayName);
  const panel = page.getByRole('complementary');
  await expect(panel.getByRole('list', { name: addresses.title }).getByText(addresses.primary)).toHaveCount(1);
  await expect(panel.getByRole('link', { name: addresses.open })).toHaveAttribute('href', /^https:\/\/admin\.exchange\.microsoft\.com\//);
  await panel.getByRole('button', { name: action.edit }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(field.employeeId).fill('4711');
  await dialog.getByLabel(field.employeeHireDate).fill('2026-01-31');
  await dialog.getByLabel(field.otherMails).fill('privat@example.org');
  await dialog.getByRole('combobox', { name: field.ageGroup }).click();
  await page.getByRole('option', { name: texts.en.ageGroup.Adult, exact: true }).click();
  await expect(dialog.locator('ins')).toHaveCount(4);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'edit-user-en');
  await queue(page);
  await show(page, 'outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  const select = 'employeeId,employeeHireDate,otherMails,ageGroup';
  const wanted = { employeeId: '4711', employeeHireDate: '2026-01-31T00:00:00Z', otherMails: ['privat@example.org'], ageGroup: 'Adult' };
  await expect.poll(async () => desk.cloud.graph('GET', `/users/${id}?$select=${select}`), { timeout: 60_000 }).toMatchObject(wanted);

  await page.goto('/#/users?f.synced=1');
  await page.reload();
  await page.getByRole('row').nth(1).click();
  await panel.getByRole('button', { name: action.edit }).click();
  await expect(dialog).toContainText(form.onPremisesText);
  await expect(dialog.getByLabel(field.jobTitle)).toBeDisabled();
  await expect(dialog.getByLabel(field.usageLocation)).toBeEnabled();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'edit-synced-user-en');
});

test('a manager is found by name and set, and stands on the other side as a report', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const { id, row } = await anyone(desk);
  await openPerson(page, row.displayName);
  const panel = page.getByRole('complementary');
  await chooseMore(page, action.manager);
  const dialog = page.getByRole('dialog');
  const search = dialog.getByRole('combobox', { name: field.manager });
  await search.click();
  await search.fill('an');
  await page.getByRole('option').nth(1).click();
  await expect(dialog.locator('ins')).toHaveText(/\S/);
  const chosen = (await dialog.locator('ins').textContent()) ?? '';
  await expect(search).toHaveValue(chosen);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'manager-en');
  await queue(page);
  await expect(panel.locator('ins')).toHaveText(chosen);
  await show(page, 'outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await expect.poll(async () => desk.cloud.graph('GET', `/users/${id}/manager?$select=displayName`).catch(() => null), { timeout: 60_000 }).toMatchObject({ displayName: chosen });
  await openPerson(page, row.displayName);
  await panel.getByRole('link', { name: chosen }).click();
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(chosen);
  await expect(panel.getByRole('list', { name: manager.reports })).toBeVisible();
  await picture(page, 'reports-en');
});

test('who has not signed in is asked for, and never is told from long ago', async ({ page, devhost }) => {
  await begin(page, devhost);
  await show(page, 'users');
  await page.getByRole('button', { name: signIns.last, exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: signIns.never }).click();
  await page.keyboard.press('Escape');
  await openRow(page, page.getByRole('row').nth(1));
  const panel = page.getByRole('complementary');
  await expect(panel.getByText(signIns.never)).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'never-signed-in-en');
});

test('somebody leaves: the steps are queued as one and stand in the panel with their states', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const { id, row } = await anyone(desk);
  await openPerson(page, row.displayName);
  const panel = page.getByRole('complementary');
  await chooseMore(page, action.offboard);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: offboard.step.block })).toBeChecked();
  await expect(dialog.getByRole('checkbox', { name: offboard.step.delete })).not.toBeChecked();
  await dialog.getByRole('checkbox', { name: offboard.step.delete }).click();
  await expect(dialog.getByText(offboard.deleteLater)).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'offboard-en');
  await dialog.getByRole('button', { name: /^Put \d+ changes/ }).click();
  await expect(dialog).toHaveCount(0);

  const steps = panel.getByRole('list', { name: offboard.checklist }).getByRole('listitem');
  await expect(steps.filter({ hasText: operation['delete-user'] })).toContainText(state.held.name);
  await show(page, 'outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await expect.poll(async () => desk.cloud.graph('GET', `/users/${id}?$select=accountEnabled`), { timeout: 60_000 }).toMatchObject({ accountEnabled: false });
  await expect(cards(page).filter({ hasText: operation['delete-user'] })).toBeVisible();
  // Until all the others are through their row is drawn anew again and again.
  await expect(page.getByRole('tab', { name: /^Waiting \(0\)/ })).toBeVisible({ timeout: 60_000 });
  await openPerson(page, row.displayName);
  await expect(steps.filter({ hasText: state.done.name }).first()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'offboarding-en');
});

test('it can be read in Norwegian, in the dark, in a small window', async ({ page, devhost }) => {
  const { row } = await anyone(await begin(page, devhost));
  await page.setViewportSize({ width: 1024, height: 640 });
  await openPerson(page, row.displayName);
  const panel = page.getByRole('complementary');
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  const { action, addresses, offboard } = texts.nb;
  await expect(panel.getByRole('heading', { name: addresses.title })).toBeVisible();
  await picture(page, 'person-nb');
  await panel.getByRole('heading', { name: addresses.title }).scrollIntoViewIfNeeded();
  await picture(page, 'person-below-nb');
  await chooseMore(page, action.offboard, 'nb');
  await expect(page.getByRole('dialog').getByRole('checkbox', { name: offboard.step.block })).toBeChecked();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'offboard-nb');
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: action.edit, exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'edit-user-nb');
});
