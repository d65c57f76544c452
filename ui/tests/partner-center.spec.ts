// A partner sees what its customers have subscribed to, once there is leave for it, and changes seats with a word just before they go.
import { expect } from './devhost';
import { answer } from './person';
import { test } from './sim';
import { connect } from './tenants';
import { type Language, openRow, picture, seriousFaults, texts } from './window';

const { hold, operation, outbox, partner, signIn, state } = texts.en;
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 1024, height: 640 } };

test('leave is asked for, seats are looked at again, confirmed and changed', async ({ page, context, devhost, startSim }) => {
  test.setTimeout(120_000);
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  const sim = await startSim('partner', '--users', '30', '--tenants', '4');
  const tenant = await connect(context, devhost, sim, 'Partner');
  await page.goto('/#/partner?tab=customer-subscriptions');
  await page.getByRole('button', { name: partner.allowPartner }).click();
  const address = page.getByRole('textbox', { name: signIn.pageAddress, exact: true });
  await expect(address).not.toHaveValue('');
  const browser = await context.newPage();
  await browser.goto(await address.inputValue());
  await answer(browser, 'Accept');
  await browser.close();

  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Nordvarde AS' }).first()).toBeVisible({ timeout: 30_000 });
  expect(await seriousFaults(page)).toEqual([]);
  const active = rows.filter({ hasText: texts.en.soldStatus.active }).first();
  const id = await openRow(page, active);
  const details = page.getByRole('complementary');
  await details.getByRole('button', { name: partner.changeSeats }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(partner.priceUnknown);
  const seats = dialog.getByRole('spinbutton');
  const had = Number(await seats.inputValue());
  // The days for fewer are over, and that is said before anything is queued.
  await seats.fill(String(had - 1));
  await expect(dialog.getByRole('alert')).toContainText('within seven days');
  await seats.fill(String(had + 2));
  await expect(dialog).toContainText(texts.en.warning['costs-more']);
  for (const [size, theme, language] of [
    ['wide', 'light', 'en'],
    ['narrow', 'dark', 'nb'],
  ] as ['wide' | 'narrow', string, Language][]) {
    await page.setViewportSize(sizes[size]);
    await devhost.call('save_settings', { language, theme });
    await expect(dialog).toContainText(texts[language].partner.priceUnknown);
    await picture(page, `partner-seats-${size}-${theme}-${language}`);
  }
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await page.setViewportSize(sizes.wide);
  await dialog.getByRole('button', { name: texts.en.form.queue }).click();
  await expect(dialog).toHaveCount(0);

  await page.goto('/#/outbox');
  const card = page.getByRole('listitem').filter({ hasText: operation['change-seats'] });
  await expect(card).toContainText(hold.money.text);
  await expect(card).toContainText(String(had + 2));
  await picture(page, 'outbox-money-en');
  await card.getByRole('button', { name: outbox.approve }).click();
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(card).toContainText(state.done.name, { timeout: 30_000 });
  const shown = (await devhost.call('show', { tenant, collection: 'customer-subscriptions', id })) as { row: { quantity: number } };
  expect(shown.row.quantity).toBe(had + 2);
});

test('pictures of what customers have subscribed to', async ({ page, context, devhost, startSim }) => {
  test.skip(!process.env.SCREENSHOTS, 'SCREENSHOTS names no folder');
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  const sim = await startSim('partner', '--users', '30', '--tenants', '4');
  await sim.control('PUT', '/sign-in', { pick: true, policy: 'open', consent: false, device_polls: null });
  await connectAtOnce();
  for (const [size, theme, language] of [
    ['wide', 'light', 'en'],
    ['narrow', 'dark', 'nb'],
  ] as ['wide' | 'narrow', string, Language][]) {
    await page.setViewportSize(sizes[size]);
    await devhost.call('save_settings', { language, theme });
    await page.goto('/#/partner?tab=customer-subscriptions');
    await expect(page.getByRole('tab', { name: texts[language].partner.soldTo })).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: 'Nordvarde AS' }).first()).toBeVisible({ timeout: 30_000 });
    await picture(page, `partner-sold-${size}-${theme}-${language}`);
  }

  /** Where the organisation agrees for everybody there is no page that asks. */
  async function connectAtOnce() {
    const signing = devhost.call('sign_in', { tenant: null, name: 'Partner', tenantId: null, clientId: null, cloud: sim.file, how: 'browser' });
    const prompt = async () => ((await devhost.call('sign_in_state')) as { prompt: { url: string } | null } | null)?.prompt?.url ?? '';
    await expect.poll(prompt).toMatch(/^http/);
    const browser = await context.newPage();
    await browser.goto(await prompt());
    await browser.locator('button[name=account]').first().click();
    await signing;
    await browser.close();
  }
});
