// A link to an object is copied from its details and leads back to it, from the palette or from outside.
import { expect, test } from './devhost';
import { openDemo, openList, openRow, picture, seriousFaults, texts } from './window';

const { en, nb } = texts;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('the link of a product leads back to it from another screen, by the palette', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await openList(page, '/#/licenses');
  const id = await openRow(page, page.getByRole('row').nth(2));
  const name = await page.getByRole('complementary').getByRole('heading', { level: 2 }).innerText();
  await page.getByRole('button', { name: en.link.copy }).click();
  await expect(page.getByRole('button', { name: en.action.copied })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/^kontor:\/\/[-0-9a-f]{36}\/licenses\//);
  expect(decodeURIComponent(link.split('/').at(-1) ?? '')).toBe(id);

  await page.goto('/#/outbox');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: en.palette.title }).fill(link);
  await expect(page.getByRole('option')).toHaveText(`${link}${en.palette.link}`);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.screen.licenses);
  await expect(page.getByRole('complementary')).toContainText(name);
  // The way back is to where the link was given, and not to the link.
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(en.screen.outbox);
});

test('a link that leads nowhere says why, and one after it is followed for itself', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'dark' });
  await openDemo(page);
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  const follow = (link: string) => page.goto(`/#/link?${new URLSearchParams({ to: link }).toString()}`);
  await follow('kontor://00000000-0000-4000-8000-000000000000/users/1');
  await expect(page.getByRole('alert')).toContainText(nb.error['tenant-unknown']);
  await picture(page, 'link-nowhere-nb-dark');
  expect(await seriousFaults(page)).toEqual([]);
  await follow('kontor://somewhere/unicorns/1');
  await expect(page.getByRole('alert')).toContainText(nb.error.usage);
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string; tenantId: string }[] };
  const { items } = (await devhost.call('list', { tenant: tenants[0]?.id, collection: 'domains', limit: 1 })) as { items: { id: string }[] };
  await follow(`kontor://${tenants[0]?.tenantId}/domains/${items[0]?.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(nb.screen.domains);
  await expect(page.getByRole('complementary')).toContainText(items[0]?.id ?? 'no domain');
});
