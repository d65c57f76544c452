// Password expiration as a calendar and by its gaps.
import { readFile } from 'node:fs/promises';
import { expect, test } from './devhost';
import { openDemo, picture, seriousFaults, show, texts } from './window';

const { calendar, policyGaps, expiry, domainPolicy } = texts.en;

test.beforeEach(async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await show(page, 'password-expiry');
});

test('a day of the calendar is reached with the keyboard, and has its people and their file', async ({ page }) => {
  await page.getByRole('tab', { name: calendar.calendar }).click();
  const grid = page.getByRole('grid');
  const some = grid.getByRole('gridcell', { name: /: \d+ passwords? ends?$/ });
  await expect(some.first()).toBeVisible();
  await grid.locator('[tabindex="0"]').focus();
  const before = await grid.locator('[aria-selected="true"]').textContent();
  await page.keyboard.press('ArrowRight');
  await expect(grid.locator('[aria-selected="true"]')).not.toHaveText(before ?? '');
  await expect(grid.locator('[aria-selected="true"]')).toBeFocused();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageUp');
  await expect(some.first()).toBeVisible();
  const name = (await some.last().locator('span').last().textContent()) ?? '';
  const count = Number(/: (\d+) /.exec(name)?.[1]);
  await some.last().click();
  const people = page.getByRole('region', { name: name.split(':')[0] });
  await expect(people.getByRole('listitem')).toHaveCount(count);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'expiry-calendar-en');

  await page.getByRole('button', { name: calendar.save }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: calendar.perPerson }).click();
  const file = await readFile(await (await saved).path(), 'utf8');
  const person = (await people.getByRole('listitem').first().getByRole('button').textContent()) ?? '';
  expect(file.replaceAll('\r\n ', '')).toContain(`SUMMARY:The password of ${person} ends`);

  await people.getByRole('link', { name: calendar.openList }).click();
  await expect(page.getByRole('row').filter({ has: page.getByRole('gridcell') })).toHaveCount(count);
  await page.getByRole('button', { name: new RegExp(`^${expiry.between}: `) }).last().click();
  await expect(page.getByRole('row').nth(count + 1)).toBeVisible();
});

test('each gap has its next step', async ({ page }) => {
  await page.getByRole('tab', { name: calendar.gaps }).click();
  const unknown = page.getByRole('region', { name: policyGaps.unknown });
  await expect(unknown).toContainText(policyGaps.next['never-changed']);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'expiry-gaps-en');
  await page.getByRole('button', { name: policyGaps.setAll }).click();
  await expect(page.getByRole('dialog', { name: domainPolicy.all })).toBeVisible();
  await page.keyboard.press('Escape');
  await unknown.getByRole('link', { name: policyGaps.showThem }).last().click();
  await expect(page.getByRole('row').filter({ has: page.getByRole('gridcell') }).first()).toContainText(expiry.status.unknown);
});

test('both can be read in Norwegian, in the dark and in a small window', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  for (const view of ['calendar', 'gaps'] as const) {
    await page.getByRole('tab', { name: texts.nb.calendar[view] }).click();
    await expect(page.getByRole('gridcell').first().or(page.getByRole('region', { name: texts.nb.policyGaps.unknown })).first()).toBeVisible();
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `expiry-${view}-nb`);
  }
});
