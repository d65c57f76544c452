// Who sold the subscriptions, the link of the account that is signed in, and the partner of record, which a person enters and tells.
import { expect, test } from './devhost';
import { type Language, openDemo, openRow, picture, seriousFaults, show, texts } from './window';

const { operation, outbox, partner, state } = texts.en;
const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 1024, height: 640 } };

test('the account is linked to a partner, which is sent and seen, and the link goes again', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await show(page, 'partner');
  await expect(page.getByRole('row').nth(1)).toContainText('Lysverk Sky AS');
  expect(await seriousFaults(page)).toEqual([]);
  await expect(page.getByRole('link', { name: partner.openRelationships })).toHaveAttribute('href', /^https:\/\/go\.microsoft\.com\//);

  await page.getByRole('tab', { name: partner.link }).click();
  await openRow(page, page.getByRole('row').nth(1));
  const details = page.getByRole('complementary');
  await details.getByRole('button', { name: partner.setLink }).click();
  const number = page.getByRole('dialog').getByRole('textbox');
  await number.fill('44-19021');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('digits only');
  await number.fill('4419021');
  await page.getByRole('button', { name: texts.en.form.queue }).click();
  await expect(page.getByRole('row', { selected: true }).locator('ins')).toHaveText('4419021');

  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  await devhost.call('send', { tenant: tenants[0]?.id });
  await expect(page.getByRole('row', { selected: true })).toContainText('Lysverk Sky AS', { timeout: 30_000 });
  await expect(details.getByRole('button', { name: partner.removeLink })).toBeVisible();
});

test('the parts that only a partner has say so, and are reached by the keyboard', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await show(page, 'partner');
  await page.getByRole('tab', { name: partner.sellers }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toContainText(partner.noRelationships);
  await page.getByRole('tab', { name: partner.contracts }).click();
  await expect(page.getByRole('main')).toContainText(partner.noContracts);
});

test('the partner of record is entered at Microsoft, and done by the word of the person', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await show(page, 'products');
  await openRow(page, page.getByRole('row').nth(1));
  await page.getByRole('complementary').getByRole('button', { name: partner.information }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('4419021');
  await page.getByRole('button', { name: texts.en.form.queue }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await show(page, 'outbox');
  const card = page.getByRole('listitem').filter({ hasText: operation['set-partner-information'] });
  await expect(card).toContainText('4419021');
  await expect(card).toContainText(texts.en.guided.unseen);
  await card.getByRole('button', { name: outbox.tell }).click();
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(card).toContainText(state.done.name);
  await expect(card).toContainText(texts.en.story.told);
});

test('pictures of the partner screens', async ({ page, devhost }) => {
  test.skip(!process.env.SCREENSHOTS, 'SCREENSHOTS names no folder');
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  for (const [size, theme, language] of [
    ['wide', 'light', 'en'],
    ['narrow', 'dark', 'nb'],
  ] as ['wide' | 'narrow', string, Language][]) {
    await page.setViewportSize(sizes[size]);
    await devhost.call('save_settings', { language, theme });
    await show(page, 'partner', language);
    await picture(page, `partner-${size}-${theme}-${language}`);
    await page.getByRole('tab', { name: texts[language].partner.link }).click();
    await page.getByRole('row').nth(1).click();
    await page.getByRole('complementary').getByRole('button', { name: texts[language].partner.setLink }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('4419021');
    await expect(page.getByRole('dialog').locator('ins')).toHaveText('4419021');
    await picture(page, `partner-link-${size}-${theme}-${language}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});
