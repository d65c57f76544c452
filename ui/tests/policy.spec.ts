// A new password policy shows whom it hits before it is queued, for one domain and for all.
import { begin, queue } from './changing';
import { expect, test } from './devhost';
import { openDemo, picture, seriousFaults, show, texts } from './window';

const { domainPolicy, domain, action, form } = texts.en;

test('the policy of a domain says who must change at once, before it is queued', async ({ page, devhost }) => {
  await begin(page, devhost);
  await show(page, 'domains');
  await page.getByRole('row').filter({ hasText: texts.en.domain.default }).click();
  await page.getByRole('complementary').getByRole('button', { name: action.passwordPolicy }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(domain.validityDays).fill('30');
  const hits = dialog.getByRole('region', { name: domainPolicy.hits });
  await expect(hits).toContainText('must choose a new password at the next sign-in.');
  await expect(hits.getByRole('row').filter({ hasText: domainPolicy.rows.ended })).toBeVisible();
  await expect(hits).toContainText(domainPolicy.sample);
  expect(await seriousFaults(page)).toEqual([]);
  await hits.scrollIntoViewIfNeeded();
  await picture(page, 'policy-hits-en');
  const first = await hits.textContent();
  await dialog.getByRole('radio', { name: domain.never }).check();
  await expect(hits).toContainText(domainPolicy.nobodyAtOnce);
  await expect(hits).not.toHaveText(first ?? '');
  await queue(page, form.queue);
});

for (const [language, theme, width, height] of [
  ['en', 'light', 1280, 800],
  ['nb', 'dark', 1024, 640],
] as const) {
  test(`a policy for all names each domain and queues one change for each (${language})`, async ({ page, devhost }) => {
    await devhost.call('save_settings', { language: 'en', theme: 'light' });
    await openDemo(page);
    await devhost.call('save_settings', { language, theme });
    await page.setViewportSize({ width, height });
    await show(page, 'domains', language);
    const words = texts[language].domainPolicy;
    await page.getByRole('button', { name: words.allButton }).click();
    const dialog = page.getByRole('dialog', { name: words.all });
    await dialog.getByLabel(texts[language].domain.validityDays).fill('60');
    await expect(dialog.getByText(words.leftOut.federated)).toBeVisible();
    await expect(dialog.getByText(words.leftOut['not-verified'])).toBeVisible();
    await expect(dialog.getByRole('region', { name: words.hits })).toContainText(words.sample);
    expect(await seriousFaults(page)).toEqual([]);
    await picture(page, `policy-all-${language}`);
    const button = dialog.getByRole('button', { name: words.queueAll_other.replace('{{count}}', '3') });
    await button.press('Enter');
    await expect(dialog).toHaveCount(0);
    const { items } = (await devhost.call('list', { tenant: ((await devhost.call('state', {})) as { tenants: { id: string }[] }).tenants[0]?.id, collection: 'domains', limit: 100 })) as { items: { pending: { operation: string }[] }[] };
    expect(items.filter((one) => one.pending.some((pending) => pending.operation === 'update-domain'))).toHaveLength(3);
  });
}
