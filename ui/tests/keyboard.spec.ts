// Everything can be done without a mouse.
import type { Locator, Page } from '@playwright/test';
import { deskOf } from './desk';
import { expect, test } from './devhost';
import { openDemo, texts } from './window';

const { action, conflict, form, frame, note, outbox, palette, panel, screen, table } = texts.en;

test.beforeEach(async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
});

test('search, move, open, close', async ({ page }) => {
  const rows = page.getByRole('row');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: table.search })).toBeFocused();
  const all = (await page.getByRole('grid').getAttribute('aria-rowcount')) ?? '';
  await page.keyboard.type('an');
  // The rows of before stay until those that were searched for are read.
  await expect(page.getByRole('grid')).not.toHaveAttribute('aria-rowcount', all);
  await rows.nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-index="2"]')).toBeFocused();
  const name = await page.locator('[data-index="2"]').getByRole('gridcell').first().innerText();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name })).toBeVisible();
  await expect(page.getByRole('tab', { name: panel.overview })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await expect(page.locator('[data-index="2"]')).toBeFocused();
});

test('End goes to the real last row, however much of the list was read, and Home to the first', async ({ page, devhost }) => {
  const all = await (await deskOf(devhost)).people({}, 1000);
  expect(all.length).toBeGreaterThan(200);
  const rows = page.getByRole('row');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(all.length + 1));
  await rows.nth(1).focus();
  await page.keyboard.press('End');
  const last = page.locator(`[data-index="${all.length - 1}"]`);
  await expect(last).toBeFocused();
  await expect(last.getByRole('gridcell').first()).toHaveText(all.at(-1)?.row.displayName ?? '');
  await page.keyboard.press('Home');
  await expect(page.locator('[data-index="0"]')).toBeFocused();
});

test('what is pressed while the rest is being read is wanted instead of the end', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/call/list', async (route) => {
    if (route.request().postData()?.includes('"after"')) await held;
    await route.continue();
  });
  await page.reload();
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('End');
  await expect(page.getByText(/^Reading to the end: 200 of \d+$/)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByText(/^Reading to the end/)).toHaveCount(0);
  release();
  await expect(page.locator('[data-index="1"]')).toBeFocused();
});

test('the palette goes to screens and to people', async ({ page }) => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: palette.title }).fill(screen.domains);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: screen.domains })).toBeVisible();
  await page.keyboard.press('Alt+s');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: palette.title }).fill('an');
  const person = page.getByRole('option').filter({ hasText: '@' }).first();
  await person.click();
  await expect(page.getByRole('complementary')).toBeVisible();
});

test('the first stop leads past the navigation', async ({ page }) => {
  await page.reload();
  await expect(page.getByRole('row').nth(5)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: frame.skip })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

/** Walks with Tab until something has the focus. */
async function walkTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  const reached = () => wanted.evaluate((node) => node === document.activeElement);
  for (let steps = 0; steps < 80 && !(await reached()); steps++) await page.keyboard.press('Tab');
  await expect(wanted).toBeFocused();
}

async function press(page: Page, wanted: Locator): Promise<void> {
  await walkTo(page, wanted);
  await page.keyboard.press('Enter');
}

test('a password is reset and taken back without a mouse', async ({ page }) => {
  const link = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true });
  await press(page, link(screen.guests));
  await expect(page.getByRole('heading', { level: 1, name: screen.guests })).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await expect(link(screen.users)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: screen.users })).toBeVisible();

  await walkTo(page, page.locator('[data-index="0"]'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const reset = page.getByRole('button', { name: action.resetPassword });
  await press(page, reset);
  await expect(page.getByRole('dialog')).toBeVisible();
  await press(page, page.getByRole('button', { name: form.generate }));
  await expect(page.getByRole('button', { name: form.queue })).toBeEnabled();
  await press(page, page.getByRole('button', { name: form.queue }));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(reset).toBeFocused();

  await press(page, page.getByRole('link', { name: note.open }));
  await expect(page.getByRole('heading', { level: 1, name: screen.outbox })).toBeVisible();
  await press(page, page.getByRole('button', { name: outbox.discard }));
  await expect(page.getByText(outbox.empty)).toBeVisible();
  await expect(page.getByRole('main').getByRole('list')).toBeFocused();
});

test('a conflict is resolved without a mouse', async ({ page, devhost }) => {
  const desk = await deskOf(devhost);
  const [somebody] = await desk.people({ enabled: ['1'], synced: ['0'], user_type: ['member'] });
  if (!somebody) throw new Error('The demo tenant has nobody of its own.');
  await desk.cloud.control('POST', '/lag?ms=0');
  const id = await desk.queue('update-user', somebody, { department: 'Polar research' });
  await desk.cloud.graph('PATCH', `/users/${somebody.id}`, { department: 'Whale watching' });
  await desk.send(id, 'conflict');
  await press(page, page.getByRole('link', { name: '1 needs you' }));
  await expect(page.getByRole('heading', { level: 1, name: screen.outbox })).toBeVisible();
  await press(page, page.getByRole('button', { name: conflict.keepMine }));
  await desk.comesTo(id, 'done');
  await expect(page.getByText(outbox.noneNeeds)).toBeVisible();
  await walkTo(page, page.getByRole('tab', { name: /^Needs you/ }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: /^History/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByRole('listitem')).toContainText('Polar research');
});
