// A partner buys for a customer: chosen among its own, found in the catalogue of its country, ordered with a word just before it goes.
import { expect } from './devhost';
import { answer } from './person';
import { test } from './sim';
import { connect } from './tenants';
import { type Language, openRow, picture, seriousFaults, texts } from './window';

const { action, form, hold, operation, partner, purchase, signIn, state, table, together } = texts.en;
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 1024, height: 640 } };
const looks: ['wide' | 'narrow', string, Language][] = [
  ['wide', 'light', 'en'],
  ['narrow', 'dark', 'nb'],
];

test('a customer is chosen, a line is queued, confirmed and bought', async ({ page, context, devhost, startSim }) => {
  test.setTimeout(180_000);
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  const sim = await startSim('buyer', '--users', '30', '--tenants', '4');
  const tenant = await connect(context, devhost, sim, 'Buyer');
  // Without leave it is said, and asked for.
  await page.goto('/#/purchase?tab=partner-catalog');
  await page.getByRole('button', { name: partner.allowPartner }).click();
  const address = page.getByRole('textbox', { name: signIn.pageAddress, exact: true });
  await expect(address).not.toHaveValue('');
  const browser = await context.newPage();
  await browser.goto(await address.inputValue());
  await answer(browser, 'Accept');
  await browser.close();

  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Microsoft 365' }).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: purchase.chooseCustomer }).click();
  await openRow(page, rows.filter({ hasText: 'Nordvarde AS' }).first());
  const details = page.getByRole('complementary');
  await shoot('partner-customers', 'customersText', 'partner');
  await details.getByRole('button', { name: partner.buyFor }).click();

  await expect(page.getByText(purchase.buyingFor.replace('{{name}}', 'Nordvarde AS'))).toBeVisible();
  await page.getByRole('searchbox', { name: table.search }).fill('Business Premium');
  const product = rows.filter({ hasText: 'Microsoft 365 Business Premium' });
  // Its heading and the one that is found.
  await expect(rows).toHaveCount(2);
  await expect(product).toContainText('NOK');
  await openRow(page, product);
  expect(await seriousFaults(page)).toEqual([]);
  await shoot('purchase-for-customer', 'forCustomerText', 'purchase');
  await details.getByRole('button', { name: purchase.buy }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('spinbutton').fill('0');
  await expect(dialog.getByRole('alert')).toContainText('At least one license');
  await dialog.getByRole('spinbutton').fill('6');
  await dialog.getByRole('combobox').selectOption({ index: 1 });
  await expect(dialog).toContainText(texts.en.warning['costs-more']);
  await shoot('purchase-line', 'priceUnknown', 'partner');
  await dialog.getByRole('button', { name: form.queue }).click();
  await expect(dialog).toHaveCount(0);

  await page.goto('/#/outbox');
  const card = page.getByRole('listitem').filter({ hasText: operation['buy-for-customer'] });
  await expect(card).toContainText(hold.money.text);
  await expect(card).toContainText('Microsoft 365 Business Premium');
  await picture(page, 'outbox-buying-en');
  // It can be thought better of before.
  await card.getByRole('button', { name: action.edit, exact: true }).click();
  await expect(dialog.getByRole('spinbutton')).toHaveValue('6');
  await dialog.getByRole('spinbutton').fill('4');
  await dialog.getByRole('button', { name: form.replace }).click();
  await expect(dialog).toHaveCount(0);
  await expect(card.getByText('4', { exact: true })).toBeVisible();
  // With another line for the same customer, both go by one word.
  const first = ((await devhost.call('outbox', { tenant })) as { target: { id: string }; input: object }[])[0];
  await devhost.call('queue', { tenant, operation: 'buy-for-customer', id: first?.target.id, input: { ...first?.input, friendlyName: 'Licenses for a month', quantity: 2, termDuration: 'P1M' } });
  await page.getByRole('button', { name: together.open }).click();
  await expect(dialog.getByRole('row')).toHaveCount(4);
  await expect(dialog.getByRole('row').filter({ hasText: together.all })).toContainText('6');
  expect(await seriousFaults(page)).toEqual([]);
  await shoot('purchases-together', 'price', 'together');
  await dialog.getByRole('button', { name: together.confirm_other.replace('{{count}}', '2') }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('tab', { name: /History/ }).click();
  const bought = page.getByRole('listitem').filter({ hasText: operation['buy-for-customer'] }).filter({ hasText: state.done.name });
  await expect(bought).toHaveCount(2, { timeout: 60_000 });
  // What it has become is read again because of it.
  const sold = async () => {
    const shown = (await devhost.call('list', { tenant, collection: 'customer-subscriptions', limit: 100, search: 'Business Premium' })) as { items: { row: { quantity: number } }[] };
    return shown.items.map(({ row }) => row.quantity);
  };
  await expect.poll(sold, { timeout: 30_000 }).toEqual(expect.arrayContaining([4, 2]));

  /** Both looks of what is open, and back. */
  async function shoot(name: string, word: string, group: 'partner' | 'purchase' | 'together') {
    for (const [size, theme, language] of looks) {
      await page.setViewportSize(sizes[size]);
      await devhost.call('save_settings', { language, theme });
      await expect(page.getByText((texts[language][group] as Record<string, string>)[word] ?? '').first()).toBeVisible();
      await picture(page, `${name}-${size}-${theme}-${language}`);
    }
    await devhost.call('save_settings', { language: 'en', theme: 'light' });
    await page.setViewportSize(sizes.wide);
    await expect(page.getByText((texts.en[group] as Record<string, string>)[word] ?? '').first()).toBeVisible();
  }
});
