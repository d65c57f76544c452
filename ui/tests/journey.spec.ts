// The main job: review and change with the network gone, take one change back, send the others when it is there again.
import type { Page } from '@playwright/test';
import { deskOf } from './desk';
import { expect, test } from './devhost';
import { openDemo, openList, openPerson, screens, seriousFaults, show, texts } from './window';

const { action, banner, connection, demo, form, note, outbox, panel, state, value } = texts.en;

async function switchCloud(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: demo.menu, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function queue(page: Page): Promise<void> {
  await page.getByRole('button', { name: form.queue }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('status', { name: note.title }).getByRole('button')).toBeVisible();
}

test('review and change offline, send when there is a connection', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  // An enabled account of the cloud's own, with a country and a place to work at: every change below is allowed for it.
  await openList(page, '/#/users?f.enabled=1&f.synced=0&f.licensed=1&f.expiry=dated');
  const person = (await page.getByRole('row').nth(1).getByRole('gridcell').first().innerText()).trim();

  await switchCloud(page, demo.disconnect);
  await page.keyboard.press('F5');
  await expect(page.getByRole('status').filter({ hasText: connection.offline })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(banner.offline.split('<')[0] ?? '')).toBeVisible();
  for (const screen of screens.filter((one) => one !== 'home' && one !== 'outbox')) {
    await show(page, screen);
    await expect(page.getByRole('row').nth(1)).toBeVisible();
  }

  await openPerson(page, person);
  const details = page.getByRole('complementary');
  await details.getByRole('button', { name: action.edit }).click();
  await page.getByRole('textbox', { name: texts.en.field.department }).fill('Polar research');
  await expect(page.getByRole('dialog').locator('ins')).toHaveText('Polar research');
  await queue(page);
  await expect(details.locator('ins')).toHaveText('Polar research');
  await expect(page.getByRole('row').nth(1).getByLabel(texts.en.pending.row)).toBeVisible();

  await details.getByRole('button', { name: action.resetPassword }).click();
  await page.getByRole('button', { name: form.generate }).click();
  await expect(page.getByRole('dialog').getByText(value.newSecret)).toBeVisible();
  const password = await page.getByLabel(form.newPassword).inputValue();
  expect(password.length).toBeGreaterThanOrEqual(12);
  await queue(page);
  expect(await page.evaluate(() => JSON.stringify(localStorage) + document.documentElement.outerHTML)).not.toContain(password);

  await details.getByRole('button', { name: action.licenses }).click();
  await page.getByRole('dialog').getByRole('checkbox', { checked: false }).first().click();
  await expect(page.getByRole('dialog').locator('ins')).toHaveCount(1);
  await queue(page);
  await details.getByRole('tab', { name: panel.pending }).click();
  await expect(details.getByRole('link')).toHaveCount(3);

  await show(page, 'outbox');
  const cards = page.getByRole('main').getByRole('listitem');
  await expect(cards).toHaveCount(3);
  await expect(page.getByRole('link', { name: /3 changes wait/ })).toBeVisible();
  const edit = cards.filter({ hasText: 'Polar research' });
  await edit.getByRole('button', { name: outbox.discard }).click();
  await expect(cards).toHaveCount(2);
  await openPerson(page, person);
  await expect(page.getByText('Polar research')).toHaveCount(0);

  await switchCloud(page, demo.connect);
  await expect(page.getByRole('status').filter({ hasText: connection.online })).toBeVisible({ timeout: 30_000 });
  await show(page, 'outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  await expect(cards).toHaveCount(0, { timeout: 40_000 });
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(cards.filter({ hasText: state.done.name })).toHaveCount(2);
  await expect(cards.filter({ hasText: state.discarded.name })).toHaveCount(1);
  await openPerson(page, person);
  await expect(page.getByRole('row').nth(1).getByLabel(texts.en.pending.row)).toHaveCount(0);
});

test('a change is taken back from the note that announces it', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await openList(page, '/#/users?f.enabled=1&f.synced=0');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('button', { name: action.edit }).click();
  await page.getByRole('textbox', { name: texts.en.field.jobTitle }).fill('Lighthouse keeper');
  await queue(page);
  const details = page.getByRole('complementary');
  await expect(details.locator('ins')).toHaveText('Lighthouse keeper');
  await page.getByRole('button', { name: action.undo, exact: true }).click();
  await expect(details.locator('ins')).toHaveCount(0);
});

test('one note stands for all that was just queued, covers nothing, and goes when the last of them is taken back elsewhere', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await openList(page, '/#/users?f.enabled=1&f.synced=0');
  await page.getByRole('row').nth(1).click();
  const details = page.getByRole('complementary');
  const said = page.getByRole('status', { name: note.title });
  for (const title of ['Lighthouse keeper', 'Harbour master', 'Ferryman']) {
    await page.getByRole('button', { name: action.edit }).click();
    await page.getByRole('textbox', { name: texts.en.field.jobTitle }).fill(title);
    await queue(page);
    await expect(details.locator('ins').last()).toHaveText(title);
  }
  await expect(said).toContainText('3 changes queued');
  const [line, list, panel] = [await said.boundingBox(), await page.getByRole('grid').boundingBox(), await details.boundingBox()];
  for (const above of [list, panel]) expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(line?.y ?? 0);

  expect(await seriousFaults(page)).toEqual([]);
  await said.getByRole('button', { name: note.undoLast }).click();
  await expect(said).toContainText('2 changes queued');
  await expect(details.getByText('Ferryman')).toHaveCount(0);
  // Somebody else at this computer, or the command line.
  await (await deskOf(devhost)).discardAll();
  await expect(said).toHaveText('');
  await expect(details.locator('ins')).toHaveCount(0);
});

test('an input that Microsoft would refuse is said at its field, and cannot be queued', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await openList(page, '/#/users?f.enabled=1&f.synced=0');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('button', { name: action.resetPassword }).click();
  await page.getByLabel(form.newPassword).fill('short');
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: form.queue })).toBeDisabled();
});
