// Many at once: selected by mouse and keys, looked at before they are queued, one card in the outbox, one way back.
import type { Bulk } from '../src/gen/types';
import { begin } from './changing';
import { expect, test } from './devhost';
import { picture, seriousFaults, show, texts } from './window';

const { action, bulk, field, note, outbox, user, value } = texts.en;
const filled = (text: string, values: Record<string, string>) => Object.entries(values).reduce((all, [name, one]) => all.replace(`{{${name}}}`, one), text);

test('all that a filter finds get one value, are told who is left alone, and go back as one', async ({ page, devhost }) => {
  await begin(page, devhost);
  await page.getByRole('button', { name: user.signIn, exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: value.allowed }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/enabled/);
  await expect(page.getByRole('gridcell', { name: value.blocked })).toHaveCount(0);
  const total = Number((await page.getByText(/^\d[\d,]* items$/).innerText()).replaceAll(/\D/g, ''));
  await page.locator('[data-index="0"]').focus();
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('group', { name: bulk.bar });
  await expect(bar.getByRole('status')).toHaveText(filled(bulk.chosen_other, { count: total.toLocaleString('en') }));
  await bar.getByRole('button', { name: bulk.changeField }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').click();
  await page.getByRole('option', { name: field.officeLocation }).click();
  await dialog.getByLabel(bulk.value).fill('Brygga 4');
  await expect(dialog.getByText(texts.en.warning['mastered-on-premises'])).toBeVisible();
  await expect(dialog.getByRole('region', { name: bulk.sample }).getByText('Brygga 4')).toHaveCount(5);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'bulk-preview-en');
  await dialog.getByRole('button', { name: /^Queue \d+ changes$/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(bar).toHaveCount(0);
  await picture(page, 'bulk-queued-en');

  await page.getByRole('status', { name: note.title }).getByRole('link', { name: note.open }).click();
  const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) });
  await expect(card).toHaveCount(1);
  await card.getByRole('button', { name: bulk.show }).click();
  await expect(card.getByRole('list', { name: bulk.members }).getByRole('listitem').first()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'bulk-outbox-en');
  await card.getByRole('button', { name: /^Discard \d+$/ }).click();
  await expect(page.getByText(outbox.empty)).toBeVisible();
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const left = (await devhost.call('bulks', { tenant: tenants[0]?.id })) as Bulk[];
  expect(left.map((one) => one.states.map(({ state }) => state))).toEqual([['discarded']]);
});

test('rows are selected one by one and in a range, and blocking them is queued in Norwegian too', async ({ page, devhost }) => {
  await begin(page, devhost);
  await page.locator('[data-index="1"]').focus();
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ ');
  const bar = page.getByRole('group', { name: bulk.bar });
  await expect(bar.getByRole('status')).toHaveText(filled(bulk.chosen_other, { count: '3' }));
  await page.locator('[data-index="2"]').click({ modifiers: ['Control'] });
  await expect(bar.getByRole('status')).toHaveText(filled(bulk.chosen_other, { count: '2' }));
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await picture(page, 'bulk-selected-en');
  await bar.getByRole('button', { name: bulk.none }).click();
  await expect(bar).toHaveCount(0);
  await show(page, 'deleted-users');
  await page.getByRole('checkbox', { name: bulk.selectAll }).click();
  await bar.getByRole('button', { name: action.restore }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Queue \d+ changes$/ })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: action.cancel }).click();

  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await show(page, 'users', 'nb');
  await page.getByRole('checkbox', { name: texts.nb.bulk.selectAll }).click();
  await page.getByRole('group', { name: texts.nb.bulk.bar }).getByRole('button', { name: texts.nb.action.licenses }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').first().click();
  await page.getByRole('option', { name: texts.nb.bulk.give }).click();
  await expect(dialog.getByRole('heading', { level: 3 }).first()).toBeVisible();
  await picture(page, 'bulk-licences-nb');
  expect(await seriousFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: texts.nb.action.cancel }).click();
  await expect(dialog).toHaveCount(0);
});

test('sign-in names are moved to another domain, and whoever cannot be is named with the reason', async ({ page, devhost }) => {
  const { cloud } = await begin(page, devhost);
  await page.getByRole('checkbox', { name: bulk.selectAll }).click();
  const bar = page.getByRole('group', { name: bulk.bar });
  await bar.getByRole('button', { name: bulk.more }).click();
  await page.getByRole('menuitem', { name: bulk.moveDomain }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').click();
  const domain = (await page.getByRole('option').last().innerText()).slice(1);
  await page.getByRole('option').last().click();
  await expect(dialog.getByText(texts.en.detail.movesGuest)).toBeVisible();
  await expect(dialog.getByText(texts.en.detail.movesSynced)).toBeVisible();
  await expect(dialog.getByRole('region', { name: bulk.sample }).locator('ins').first()).toContainText(`@${domain}`);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'bulk-domain-en');
  const moved = await dialog.getByRole('region', { name: bulk.sample }).locator('ins').first().innerText();
  await dialog.getByRole('button', { name: action.cancel }).click();
  // One of them, to its end.
  await bar.getByRole('button', { name: bulk.none }).click();
  await page.getByRole('searchbox', { name: texts.en.table.search }).fill(moved.split('@')[0] ?? '');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.locator('[data-index="0"]').focus();
  await page.keyboard.press(' ');
  await bar.getByRole('button', { name: bulk.more }).click();
  await page.getByRole('menuitem', { name: bulk.moveDomain }).click();
  await dialog.getByRole('combobox').click();
  await page.getByRole('option').last().click();
  await dialog.getByRole('button', { name: /^Queue 1 change$/ }).click();
  await expect(dialog).toHaveCount(0);
  await show(page, 'outbox');
  await page.getByRole('button', { name: outbox.sendNow }).click();
  const found = () => cloud.graph('GET', `/users?$filter=userPrincipalName eq '${moved}'&$select=userPrincipalName`) as Promise<{ value: unknown[] }>;
  await expect.poll(async () => (await found()).value.length, { timeout: 60_000 }).toBe(1);
});
