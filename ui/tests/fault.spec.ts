// When the window cannot be drawn it says so, in the reader's language, with the way out.
import { expect, test } from './devhost';
import { openDemo, picture, seriousFaults, texts } from './window';

for (const language of ['en', 'nb'] as const) {
  test(`an answer of another version that cannot be drawn, in ${language}`, async ({ page, devhost }) => {
    const { fault } = texts[language];
    await devhost.call('save_settings', { language: 'en', theme: 'dark' });
    await openDemo(page);
    await devhost.call('save_settings', { language, theme: 'dark' });
    // The words of another language come with the names that it sorts anew; a window that cannot be drawn follows no more.
    await expect(page.getByRole('link', { name: texts[language].screen.domains, exact: true })).toBeVisible();
    let broken = true;
    // The true answer but for one word, as a window that is older than the program would get it.
    await page.route('**/call/list', async (route) => {
      const answer = await route.fetch();
      const text = await answer.text();
      await route.fulfill({ response: answer, body: broken ? text.replaceAll('"pending":', '"waiting":') : text });
    });
    await page.goto('/#/domains');
    await expect(page.getByRole('heading', { level: 1, name: fault.title })).toBeVisible();
    await expect(page.getByText(fault.text)).toBeVisible();
    await expect(page.getByText(/TypeError/)).toBeVisible();
    await picture(page, `fault-${language}`);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: fault.home }).click();
    await expect(page.getByRole('heading', { level: 2, name: texts[language].home.attention })).toBeVisible();
    await page.goto('/#/domains');
    await expect(page.getByRole('heading', { level: 1, name: fault.title })).toBeVisible();
    broken = false;
    await page.getByRole('button', { name: fault.reload }).click();
    await expect(page.getByRole('gridcell').first()).toBeVisible();
    // An answer may still be under way when the test is over.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
}

test('a page whose program is gone says what to do, in both languages', async ({ page }) => {
  const lost = (url: URL) => url.pathname.endsWith('.js');
  await page.route(lost, (route) => route.fulfill({ status: 404 }));
  await page.goto('/');
  await expect(page.getByText('The window could not be loaded.')).toBeVisible();
  await expect(page.getByText('Vinduet kunne ikke lastes.')).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'fault-absent');
  await page.unroute(lost);
  await page.getByRole('link', { name: 'Reload the window' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(texts.en.welcome.title);
});
