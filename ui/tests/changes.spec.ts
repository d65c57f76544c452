// The life of changes through the window, seen at the cloud: a user made with a licence, deleted and brought back; a change edited; a request handed on; review first.
import { anyone, begin, cards, queue } from './changing';
import { type DevHost, expect, test } from './devhost';
import { chooseMore, openPerson, picture, seriousFaults, show, texts } from './window';

const { action, field, form, hold, journal, note, outbox, panel, policy, request, select, state } = texts.en;

test('a user is added, gets a licence while still queued, and both are done', async ({ page, devhost }) => {
  const { cloud } = await begin(page, devhost);
  await page.getByRole('button', { name: action.addUser }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(form.signInName).fill('liv.fyrlykt');
  await dialog.getByLabel(field.displayName).fill('Liv Fyrlykt');
  await dialog.getByLabel(field.usageLocation).fill('NO');
  await dialog.getByLabel(field.department).fill('Havnevesen');
  await dialog.getByRole('button', { name: form.generate }).click();
  await expect(dialog.getByRole('button', { name: form.copyPassword })).toBeVisible();
  await expect(dialog.getByText('Havnevesen', { exact: true })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'add-user-en');
  await queue(page);

  await openPerson(page, 'Liv Fyrlykt');
  await page.getByRole('complementary').getByRole('button', { name: action.licenses }).click();
  await dialog.getByRole('checkbox', { checked: false }).first().click();
  await expect(dialog.locator('ins')).toHaveCount(1);
  await queue(page);

  await show(page, 'outbox');
  const waiting = cards(page).filter({ hasText: texts.en.operation['assign-licenses'] });
  await expect(waiting.getByRole('link', { name: texts.en.related.waitsFor })).toBeVisible();
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(cards(page).filter({ hasText: state.done.text })).toHaveCount(2, { timeout: 60_000 });
  const found = (await cloud.graph('GET', "/users?$filter=startswith(userPrincipalName,'liv.fyrlykt')&$select=displayName,assignedLicenses")) as { value: { displayName: string; assignedLicenses: unknown[] }[] };
  expect(found.value.map((one) => [one.displayName, one.assignedLicenses.length])).toEqual([['Liv Fyrlykt', 1]]);

  // The journal says it step by step, and is whole.
  await expect(page.getByText(/The journal is unbroken: \d+ entries/)).toBeVisible();
  await cards(page).first().getByRole('button', { name: journal.title }).click();
  const steps = cards(page).first().getByRole('list', { name: journal.title }).getByRole('listitem');
  await expect(steps.first()).toContainText(texts.en.journalStep.queued);
  await expect(steps.last()).toContainText(texts.en.journalStep.confirmed);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'outbox-journal-en');
  await openPerson(page, 'Liv Fyrlykt');
  await page.getByRole('complementary').getByRole('tab', { name: panel.history }).click();
  await expect(page.getByRole('complementary').getByText(texts.en.journalStep.confirmed).first()).toBeVisible();
});

test('a user is deleted once it is approved, and brought back', async ({ page, devhost }) => {
  const { cloud, ...desk } = await begin(page, devhost);
  const { id, row } = await anyone({ cloud, ...desk });
  await openPerson(page, row.displayName);
  await chooseMore(page, action.delete);
  await expect(page.getByRole('dialog')).toContainText(texts.en.takes.approval);
  await expect(page.getByRole('dialog')).toContainText(texts.en.warning['deleted-for-good']);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'delete-user-en');
  await queue(page);
  await show(page, 'outbox');
  const card = cards(page).filter({ hasText: row.displayName });
  await expect(card).toContainText(hold.destructive.text);
  expect(await cloud.graph('GET', `/users/${id}`)).toMatchObject({ id });
  await picture(page, 'outbox-destructive-en');
  await card.getByRole('button', { name: outbox.approve, exact: true }).click();
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(card).toContainText(state.done.text, { timeout: 60_000 });

  await show(page, 'deleted-users');
  await page.getByRole('row').filter({ hasText: row.displayName }).click();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'deleted-users-en');
  await page.getByRole('complementary').getByRole('button', { name: action.restore }).click();
  await expect(page.getByRole('dialog').locator('ins')).toHaveText(texts.en.value.no);
  await queue(page);
  await show(page, 'outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await expect.poll(async () => cloud.graph('GET', `/users/${id}`).catch(() => null), { timeout: 60_000 }).toMatchObject({ id });
});

test('a change that waits is edited, and the other stands in its place', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const person = await anyone(desk);
  await devhost.call('set_send_policy', { tenant: await tenantOf(devhost), policy: { kind: 'after-review' } });
  await desk.queue('update-user', person, { department: 'Whale watching', city: 'Vardø' });
  await show(page, 'outbox');
  const card = cards(page).filter({ hasText: person.row.displayName });
  await card.getByRole('button', { name: action.edit }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(field.city)).toHaveValue('Vardø');
  await dialog.getByLabel(field.department).fill('Polar research');
  await expect(dialog.locator('ins')).toHaveText(['Polar research', 'Vardø']);
  expect(await seriousFaults(page)).toEqual([]);
  await queue(page, form.replace);
  await expect(card.locator('ins')).toHaveText(['Polar research', 'Vardø']);
  await card.getByRole('button', { name: outbox.copyAs }).click();
  await expect(dialog).toContainText(`PATCH`);
  await dialog.getByRole('tab', { name: 'PowerShell' }).click();
  await expect(dialog).toContainText('Invoke-MgGraphRequest');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'outbox-copy-as-en');
  await page.keyboard.press('Escape');
  await card.getByRole('button', { name: outbox.approve, exact: true }).click();
  await expect.poll(async () => desk.cloud.graph('GET', `/users/${person.id}?$select=department,city`), { timeout: 60_000 }).toMatchObject({ department: 'Polar research', city: 'Vardø' });
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(cards(page).filter({ hasText: state.replaced.text }).getByRole('link', { name: texts.en.related.replacedBy })).toBeVisible();
});

test('changes are handed on as a file, taken over from it, and several approved at once', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const people = (await desk.people({ enabled: ['1'], synced: ['0'], user_type: ['member'], expiry: ['dated'] })).slice(0, 3);
  await show(page, 'outbox');
  await page.getByRole('button', { name: policy.button }).click();
  await page.getByRole('radio', { name: policy['after-review'] }).click();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'outbox-policy-en');
  await page.getByRole('button', { name: action.save }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: policy.button }).click();
  await expect(page.getByRole('radio', { name: policy['after-review'] })).toBeChecked();
  await page.keyboard.press('Escape');
  for (const person of people) await desk.queue('update-user', person, { officeLocation: 'Fyret' });
  await page.getByRole('tab', { name: /Needs you/ }).click();
  await expect(cards(page)).toHaveCount(3);
  await expect(cards(page).first()).toContainText(hold.review.text);

  const [last] = people.slice(-1);
  const name = last?.row.displayName ?? '';
  await page.getByRole('checkbox', { name: /^Select all/ }).click();
  await page.getByRole('checkbox', { name: new RegExp(`^Select: .*${name}$`) }).click();
  await page.getByRole('button', { name: select.approve.replace('{{count}}', '2') }).click();
  for (const person of people.slice(0, 2)) {
    await expect.poll(async () => desk.cloud.graph('GET', `/users/${person.id}?$select=officeLocation`), { timeout: 60_000 }).toMatchObject({ officeLocation: 'Fyret' });
  }
  await expect(cards(page)).toHaveCount(1);

  await page.getByRole('checkbox', { name: /^Select all/ }).click();
  await page.getByRole('button', { name: select.handOn.replace('{{count}}', '1') }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(request.ownFingerprint);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'outbox-hand-on-en');
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: request.save }).click()]);
  await expect(dialog).toContainText(texts.en.saved.browser);
  const path = await file.path();
  await page.keyboard.press('Escape');
  await expect(cards(page)).toContainText(hold.exported.text);
  await picture(page, 'outbox-exported-en');

  // What is there already is not taken over twice.
  await page.locator('input[type=file]').setInputFiles(path);
  await expect(dialog).toContainText(request.compare);
  await expect(dialog.locator('ins')).toHaveText('Fyret');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'outbox-request-en');
  await dialog.getByRole('button', { name: request.accept }).click();
  await expect(dialog).toHaveCount(0);
  await expect(cards(page)).toHaveCount(1);
  await cards(page).getByRole('button', { name: outbox.sendFromHere }).click();
  await expect.poll(async () => desk.cloud.graph('GET', `/users/${last?.id}?$select=officeLocation`), { timeout: 60_000 }).toMatchObject({ officeLocation: 'Fyret' });
});

test('a domain gets a policy, a password never ends, a reminder goes out', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const person = await anyone(desk);
  await openPerson(page, person.row.displayName);
  await page.getByRole('complementary').getByRole('tab', { name: panel.password }).click();
  await page.getByRole('switch', { name: texts.en.expiry.neverEnds }).click();
  await expect(page.getByRole('dialog').locator('ins')).toHaveText('DisablePasswordExpiration');
  expect(await seriousFaults(page)).toEqual([]);
  await queue(page);
  await page.getByRole('button', { name: action.reminder }).click();
  await expect(page.getByRole('dialog').getByLabel(field.subject)).not.toHaveValue('');
  await page.getByRole('radio', { name: /norsk/i }).click();
  await expect(page.getByRole('dialog').getByLabel(field.subject)).toHaveValue(/Passordet ditt/);
  await expect(page.getByRole('dialog').locator('ins').first()).toContainText('@');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'reminder-en');
  await queue(page);
  await expect(page.getByRole('status', { name: note.title })).toContainText('2');

  await show(page, 'domains');
  await page.getByRole('row', { name: new RegExp(`^\\S+ ${texts.en.domain.default}\\b`) }).click();
  await page.getByRole('button', { name: action.passwordPolicy }).click();
  await page.getByRole('radio', { name: texts.en.domain.lastDays }).click();
  await page.getByLabel(texts.en.domain.validityDays).fill('5');
  await expect(page.getByRole('dialog')).toContainText('14 to 730');
  await page.getByLabel(texts.en.domain.validityDays).fill('200');
  await expect(page.getByRole('dialog').locator('ins').first()).toHaveText('200 days');
  await expect(page.getByRole('dialog')).toContainText(texts.en.warning['whole-domain']);
  await expect(page.getByRole('dialog')).toContainText(/Concerns \d+ people\. Needs at least the role Domain Name Administrator, and your account may do it\./);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'password-policy-en');
  await queue(page);
  await show(page, 'outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(cards(page)).toHaveCount(3, { timeout: 60_000 });
});

async function tenantOf(devhost: DevHost): Promise<string> {
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  return tenants[0]?.id ?? '';
}
