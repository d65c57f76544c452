// Somebody leaves, or may have lost the password: blocked, signed out everywhere, and in the end gone for good.
import { anyone, begin, cards, queue } from './changing';
import { expect, test } from './devhost';
import { chooseMore, openPerson, picture, seriousFaults, show, texts } from './window';

const { action, form, hold, operation, outbox, state, story, warning } = texts.en;

test('somebody is blocked and signed out everywhere, and the cloud says so', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const { id, row } = await anyone(desk);
  const at = `/users/${id}?$select=accountEnabled,signInSessionsValidFromDateTime`;
  const before = (await desk.cloud.graph('GET', at)) as { signInSessionsValidFromDateTime: string };
  await openPerson(page, row.displayName);
  const panel = page.getByRole('complementary');
  await panel.getByRole('button', { name: action.block }).click();
  await expect(page.getByRole('dialog')).toContainText(form.blockText);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'block-en');
  await queue(page);
  await expect(panel.getByRole('button', { name: action.unblock })).toBeVisible();
  await chooseMore(page, action.signOutEverywhere);
  await expect(page.getByRole('dialog')).toContainText(form.signOutText);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'sign-out-everywhere-en');
  await queue(page);
  await show(page, 'outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(cards(page).filter({ hasText: state.done.text })).toHaveCount(2, { timeout: 60_000 });
  await expect.poll(() => desk.cloud.graph('GET', at)).toMatchObject({ accountEnabled: false });
  const after = (await desk.cloud.graph('GET', at)) as { signInSessionsValidFromDateTime: string };
  expect(after.signInSessionsValidFromDateTime > before.signInSessionsValidFromDateTime).toBe(true);
});

test('a new password is required of somebody at the next sign-in', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  const { row } = await anyone(desk);
  await openPerson(page, row.displayName);
  await chooseMore(page, action.forcePasswordChange);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(form.forcePasswordChangeText);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'force-password-change-en');
  await queue(page);
  await show(page, 'outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(cards(page).filter({ hasText: operation['force-password-change'] })).toContainText(story.accepted, { timeout: 60_000 });
});

test('a new password is required of many, and whose is kept elsewhere is left alone with the reason', async ({ page, devhost }) => {
  await begin(page, devhost);
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  const words = texts.nb;
  await show(page, 'users', 'nb');
  await page.getByRole('checkbox', { name: words.bulk.selectAll }).click();
  await page.getByRole('group', { name: words.bulk.bar }).getByRole('button', { name: words.bulk.more }).click();
  await page.getByRole('menuitem', { name: words.action.forcePasswordChange, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(words.warning['mastered-on-premises']);
  await expect(dialog.getByRole('button', { name: /^Legg \d+ endringer i kø$/ })).toBeEnabled();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'bulk-force-nb');
});

test('a deleted user is gone for good once it is approved', async ({ page, devhost }) => {
  const desk = await begin(page, devhost);
  await show(page, 'deleted-users');
  const rows = page.getByRole('row').filter({ has: page.getByRole('gridcell') });
  const name = (await rows.first().getByRole('gridcell').first().textContent()) ?? '';
  await rows.first().click();
  const id = new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('id');
  await page.getByRole('complementary').getByRole('button', { name: action.purge }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(warning['never-back']);
  await expect(dialog).toContainText(texts.en.takes.approval);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'purge-en');
  await queue(page);
  await show(page, 'outbox');
  const card = cards(page).filter({ hasText: name });
  await expect(card).toContainText(hold.destructive.text);
  expect(await desk.cloud.graph('GET', `/directory/deletedItems/${id}`)).toMatchObject({ id });
  await card.getByRole('button', { name: outbox.approve, exact: true }).click();
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(card).toContainText(state.done.text, { timeout: 60_000 });
  await expect.poll(async () => desk.cloud.graph('GET', `/directory/deletedItems/${id}`).catch(() => null)).toBeNull();
  await show(page, 'deleted-users');
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0);
});
