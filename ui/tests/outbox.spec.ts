// Every state that a change can come to, brought about at the cloud itself, and what the Outbox says and offers then.
import type { Locator } from '@playwright/test';
import { deskOf } from './desk';
import { expect, test } from './devhost';
import { everyState, otherStates, sendSlowly } from './states';
import { type Language, openDemo, picture, seriousFaults, show, texts } from './window';

const { action, conflict, hold, outbox, state, story } = texts.en;

/** What the steps of a card are called. */
async function buttons(card: Locator): Promise<string[]> {
  return card.getByRole('group', { name: outbox.steps }).getByRole('button').allInnerTexts();
}

function filled(text: string, values: Record<string, string>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (hole, name: string) => values[name] ?? hole);
}

test('each says what happened, why, and what comes next, and each way out works', async ({ page, devhost }) => {
  const { desk, people, ...ids } = await everyState(page, devhost);
  const card = (name: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: name });
  await page.getByRole('link', { name: /4 need you/ }).click();
  await expect(page.getByRole('tab', { name: filled(outbox.needs, { count: '4' }) })).toHaveAttribute('aria-selected', 'true');

  const disputed = card(people.disputed.row.displayName);
  await expect(disputed).toContainText(state.conflict.text);
  await expect(disputed).toContainText(story.choose);
  await expect(disputed.getByRole('row').nth(1)).toHaveText(`${texts.en.field.department}${people.disputed.row.department}Whale watchingPolar research`);
  await expect(disputed.locator('ins')).toHaveText('Vardø');
  expect(await buttons(disputed)).toEqual([conflict.keepMine, conflict.keepTheirs, action.edit]);

  const gone = card(people.gone.row.displayName);
  await expect(gone).toContainText(filled(hold['target-gone'].text, { name: people.gone.row.displayName }));
  await expect(gone).toContainText(filled(hold['target-gone'].next, { name: people.gone.row.displayName }));
  expect((await buttons(gone))).toEqual([outbox.discard, outbox.retry]);

  const refused = card(people.synced.row.displayName);
  await expect(refused).toContainText(state.failed.text);
  await expect(refused).toContainText('on-premises mastered');
  await expect(refused).toContainText(story.seeTo);
  expect((await buttons(refused))).toEqual([outbox.retry, action.edit, outbox.acknowledge]);

  const denied = card(people.denied.row.displayName);
  await expect(denied).toContainText(hold.denied.text);
  await expect(denied).toContainText('Insufficient privileges');
  await expect(denied).toContainText(/Get the role \w+ Administrator/);
  expect((await buttons(denied))).toEqual([outbox.retry, action.edit, outbox.discard]);
  expect(await seriousFaults(page)).toEqual([]);

  await page.getByRole('tab', { name: filled(outbox.active, { count: '3' }) }).click();
  await expect(card(people.silent.row.displayName)).toContainText(state.unknown.text);
  await expect(card(people.silent.row.displayName)).toContainText(story.findsOut);
  expect(await card(people.silent.row.displayName).getByRole('button', { name: outbox.discard }).count()).toBe(0);
  await expect(card(people.slow.row.displayName)).toContainText(state.waiting.text);
  await expect(card(people.slow.row.displayName)).toContainText(story.looks);
  await expect(card(people.disputed.row.displayName)).toContainText(filled(story.behind, { after: people.disputed.row.displayName }));
  expect(await seriousFaults(page)).toEqual([]);

  // The ways out, each seen at the cloud.
  await desk.cloud.control('PUT', '/faults', '');
  await page.getByRole('tab', { name: filled(outbox.needs, { count: '4' }) }).click();
  await disputed.getByRole('button', { name: conflict.keepMine }).click();
  await desk.comesTo(ids.conflict, 'done');
  expect(await desk.cloud.graph('GET', `/users/${people.disputed.id}?$select=department,city`)).toMatchObject({ department: 'Polar research', city: 'Vardø' });
  await denied.getByRole('button', { name: outbox.retry }).click();
  await desk.comesTo(ids.forbidden, 'done');
  await gone.getByRole('button', { name: outbox.discard }).click();
  await desk.comesTo(ids.vanished, 'discarded');
  await refused.getByRole('button', { name: outbox.acknowledge }).click();
  await expect(page.getByText(outbox.noneNeeds)).toBeVisible();
  await expect(page.getByRole('link', { name: /need/ })).toHaveCount(0);
  await page.getByRole('tab', { name: /History/ }).click();
  await expect(refused).toContainText(state.failed.text);
});

test('what a word holds, what nobody can see, and what is over say so too', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await otherStates(devhost, await deskOf(devhost));
  await show(page, 'outbox');
  const card = (text: string) => page.getByRole('main').getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) }).filter({ hasText: text });
  await page.getByRole('tab', { name: /Needs you/ }).click();
  for (const [why, steps] of [
    ['destructive', [outbox.approve, outbox.discard]],
    ['review', [outbox.approve, action.edit, outbox.discard]],
    ['exported', [outbox.discard, outbox.sendFromHere]],
    ['dependency', [outbox.approve, action.edit, outbox.discard]],
    ['outcome-unknown', [outbox.sendAgain, outbox.discard, action.edit]],
    ['name-taken', [action.edit, outbox.retry, outbox.discard]],
  ] as const) {
    await expect(card(hold[why].text), why).toHaveCount(1);
    await expect(card(hold[why].text), why).toContainText(texts.en.state.held.name);
    expect(await buttons(card(hold[why].text)), why).toEqual(steps);
  }
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('tab', { name: /History/ }).click();
  for (const [happened, steps] of [
    [story.accepted, []],
    [state.replaced.text, []],
  ] as [string, string[]][]) {
    await expect(card(happened), happened).toHaveCount(1);
    expect(await buttons(card(happened)), happened).toEqual(steps);
  }
  // Discarded: one by hand, whose dependant is held for it.
  await expect(card(state.discarded.text)).toHaveCount(1);
  await expect(card(state.done.text)).toHaveCount(3);
  await expect(card('The server had it already')).toHaveCount(1);
  expect(await seriousFaults(page)).toEqual([]);
});

test('what is on its way says so, and offers nothing', async ({ page, devhost }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  await sendSlowly(await deskOf(devhost));
  await show(page, 'outbox');
  const card = page.getByRole('main').getByRole('listitem');
  await expect(card).toContainText(state.sending.text);
  await expect(card).toContainText(story.wait);
  expect(await buttons(card)).toEqual([]);
  await picture(page, 'outbox-sending-en');
});

const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 1024, height: 640 } };

test('pictures of every state', async ({ page, devhost }) => {
  test.skip(!process.env.SCREENSHOTS, 'SCREENSHOTS names no folder');
  test.setTimeout(300_000);
  const { desk } = await everyState(page, devhost);
  await otherStates(devhost, desk);
  await page.setViewportSize({ width: 1280, height: 4400 });
  for (const language of ['en', 'nb'] as Language[]) {
    await devhost.call('save_settings', { language, theme: 'light' });
    await show(page, 'outbox', language);
    for (const [tab, name] of Object.entries({ needs: texts[language].outbox.needs, over: texts[language].outbox.history })) {
      await page.getByRole('tab', { name: new RegExp(name.split(' (')[0] ?? '') }).click();
      await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
      await picture(page, `outbox-${tab}-all-${language}`);
    }
  }
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const theme of ['light', 'dark'] as const) {
      for (const language of ['en', 'nb'] as Language[]) {
        await devhost.call('save_settings', { language, theme });
        await show(page, 'outbox', language);
        for (const [tab, name] of Object.entries({ needs: texts[language].outbox.needs, waits: texts[language].outbox.active })) {
          await page.getByRole('tab', { name: new RegExp(name.split(' (')[0] ?? '') }).click();
          await expect(page.getByRole('main').getByRole('listitem').nth(1)).toBeVisible();
          await picture(page, `outbox-${tab}-${size}-${theme}-${language}`);
          await page.getByRole('main').getByRole('listitem').last().scrollIntoViewIfNeeded();
          await picture(page, `outbox-${tab}-end-${size}-${theme}-${language}`);
        }
      }
    }
  }
});
