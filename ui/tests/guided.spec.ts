// What a person finishes on Microsoft's page: asked for in Your products, explained in the Outbox, done when a sync sees it; and the journal as a file.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { deskOf } from './desk';
import { expect, test } from './devhost';
import { type Language, openDemo, openRow, picture, seriousFaults, show, texts } from './window';

const { action, field, form, guided, journal, outbox, panel, saved, screen, state, sync, warning } = texts.en;
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 1024, height: 640 } };

/** The number of licenses of the first subscription that has a few, asked for as `by` more. */
async function ask(page: Page, by: number): Promise<{ id: string; name: string; wished: number }> {
  await show(page, 'products');
  const id = await openRow(page, page.getByRole('row').nth(1));
  const details = page.getByRole('complementary');
  const name = await details.getByRole('heading', { level: 2 }).innerText();
  await details.getByRole('button', { name: action.licenseCount }).click();
  const number = page.getByLabel(form.newLicenseCount);
  await expect(number).not.toHaveValue('');
  const wished = Number(await number.inputValue()) + by;
  await number.fill(String(wished));
  await expect(page.getByRole('dialog').locator('ins')).toHaveText(String(wished));
  return { id, name, wished };
}

async function queue(page: Page, button = form.queue): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: button }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

const card = (page: Page): Locator => page.getByRole('main').getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) });

test('the number of licenses is changed at Microsoft, step by step, and a sync confirms it', async ({ page, devhost, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  const { cloud } = await deskOf(devhost);
  await ask(page, 1);
  await page.getByLabel(form.newLicenseCount).fill('0');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('at least one license');
  await expect(page.getByRole('button', { name: form.queue })).toBeDisabled();
  await page.getByLabel(form.newLicenseCount).fill('1');
  await expect(page.getByRole('dialog')).toContainText(warning['fewer-licenses']);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');

  const { id, name, wished } = await ask(page, 5);
  await expect(page.getByRole('dialog')).toContainText(warning['costs-more']);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'license-count-en');
  await queue(page);
  // The list shows it at once, and so does the panel, with its history.
  await expect(page.getByRole('row', { selected: true }).locator('ins')).toHaveText(String(wished));
  const details = page.getByRole('complementary');
  await expect(details.locator('ins')).toHaveText(String(wished));
  await details.getByRole('tab', { name: panel.pending }).click();
  await expect(details.getByRole('link', { name: texts.en.operation['change-license-count'] })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'products-pending-en');
  await details.getByRole('tab', { name: panel.history }).click();
  await expect(details.getByText(texts.en.journalStep.queued)).toBeVisible();

  // It waits for a person, and says so from every screen.
  await page.getByRole('link', { name: /1 needs you/ }).click();
  await expect(card(page)).toContainText(state.guided.text);
  const steps = card(page).getByRole('list', { name: guided.steps });
  await expect(steps.getByRole('listitem')).toHaveCount(4);
  const link = steps.getByRole('link', { name: guided.open });
  const address = (await link.getAttribute('href')) ?? '';
  expect(address).toMatch(/^https:\/\/[a-z]+\.microsoft\.com\//);
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noreferrer');
  await expect(steps.getByRole('listitem').nth(0)).toContainText(address);
  for (const [button, text] of [[guided.copyAddress, address], [guided.copyName, name], [guided.copyValue, String(wished)]] as const) {
    await steps.getByRole('button', { name: button }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  }
  // No other tool has words for it.
  await expect(card(page).getByRole('button', { name: journal.title })).toBeVisible();
  await expect(card(page).getByRole('button', { name: outbox.copyAs })).toHaveCount(0);
  expect(await seriousFaults(page)).toEqual([]);

  // Edited, it is still the same steps, with another number.
  await card(page).getByRole('button', { name: action.edit }).click();
  const number = page.getByLabel(form.newLicenseCount);
  await expect(number).toHaveValue(String(wished));
  await number.fill(String(wished + 1));
  await expect(page.getByRole('dialog').locator('del')).toHaveText(String(wished - 5));
  await queue(page, form.replace);
  await expect(steps.getByRole('listitem').nth(2)).toContainText(`${field.totalLicenses}: ${wished + 1}`.replace(': ', ':'));

  // A look too early ends nothing, and says that it was one; the second finds what a person did meanwhile.
  await steps.getByRole('button', { name: sync.now }).click();
  await expect(steps).toContainText(guided.notYet.split('<')[0]?.trim() ?? '', { timeout: 30_000 });
  await cloud.control('POST', `/seats?subscription=${id}&count=${wished + 1}`);
  await steps.getByRole('button', { name: sync.now }).click();
  await expect(page.getByText(outbox.noneNeeds)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(card(page).filter({ hasText: state.done.text })).toHaveCount(1);
  await page.goto('/#/products');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(screen.products);
  await expect(page.getByRole('grid').locator('ins')).toHaveCount(0);
});

test('the journal is saved whole, as a file', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await ask(page, 3);
  await queue(page);
  await show(page, 'outbox');
  await card(page).getByRole('button', { name: outbox.discard }).click();
  await page.getByRole('tab', { name: /History/ }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: journal.save }).click()]);
  await expect(page.getByRole('main')).toContainText(saved.browser);
  expect(file.suggestedFilename()).toMatch(/^kontor-journal-\d{4}-\d\d-\d\d\.json$/);
  const { items } = JSON.parse(readFileSync(await file.path(), 'utf8')) as { items: { step: string; seq: number; hash: string; who: string }[] };
  expect(items.map((one) => one.step)).toEqual(['queued', 'discarded']);
  // The last hash is the head that the window shows, and nobody is nameless.
  await expect(page.getByTitle(items.at(-1)?.hash ?? 'no hash')).toBeVisible();
  for (const one of items) expect(one.who).toMatch(/^[^?]+ \(/);
  expect(await seriousFaults(page)).toEqual([]);
});

test('pictures of the steps', async ({ page, devhost }) => {
  test.skip(!process.env.SCREENSHOTS, 'SCREENSHOTS names no folder');
  test.setTimeout(240_000);
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await ask(page, 12);
  await queue(page);
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const theme of ['light', 'dark'] as const) {
      for (const language of ['en', 'nb'] as Language[]) {
        const { outbox, form, action } = texts[language];
        await devhost.call('save_settings', { language, theme });
        await show(page, 'products', language);
        await page.getByRole('row').nth(1).click();
        await page.getByRole('complementary').getByRole('button', { name: action.licenseCount }).click();
        await page.getByLabel(form.newLicenseCount).fill('1');
        await expect(page.getByRole('dialog').locator('ins')).toHaveText('1');
        await picture(page, `license-count-${size}-${theme}-${language}`);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
        await picture(page, `products-pending-${size}-${theme}-${language}`);
        await page.keyboard.press('Escape');
        await show(page, 'outbox', language);
        await page.getByRole('tab', { name: new RegExp(outbox.needs.split(' (')[0] ?? '') }).click();
        await expect(card(page)).toBeVisible();
        await picture(page, `outbox-guided-${size}-${theme}-${language}`);
      }
    }
  }
});
