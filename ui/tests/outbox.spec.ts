// Every state that a change can come to, brought about at the cloud itself, and what the Outbox says and offers then.
import type { Locator, Page } from '@playwright/test';
import { type Person, deskOf } from './desk';
import { type DevHost, expect, test } from './devhost';
import { type Language, openDemo, picture, seriousFaults, show, texts } from './window';

const { action, conflict, hold, outbox, state, story } = texts.en;

/** One operation in each state, each for a person of its own. */
async function everyState(page: Page, devhost: DevHost) {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await openDemo(page);
  const desk = await deskOf(devhost);
  const own = await desk.people({ enabled: ['1'], synced: ['0'], user_type: ['member'], expiry: ['dated'] });
  const [synced] = await desk.people({ enabled: ['1'], synced: ['1'], user_type: ['member'] });
  const [disputed, gone, denied, silent, slow] = own.slice(-5);
  if (!synced || !disputed || !gone || !denied || !silent || !slow) throw new Error('The demo tenant has too few people.');

  // A replica that lags would hide what the other admin did.
  await desk.cloud.control('POST', '/lag?ms=0');
  const conflict = await desk.queue('update-user', disputed, { department: 'Polar research', city: 'Vardø' });
  await desk.cloud.graph('PATCH', `/users/${disputed.id}`, { department: 'Whale watching' });
  await desk.send(conflict, 'conflict');
  const behind = await desk.queue('update-user', disputed, { mobilePhone: '+47 900 00 000' });

  const vanished = await desk.queue('update-user', gone, { jobTitle: 'Lighthouse keeper' });
  await desk.cloud.graph('DELETE', `/users/${gone.id}`);
  await desk.send(vanished, 'held');

  const refused = await desk.queue('update-user', synced, { jobTitle: 'Ferryman' });
  await desk.send(refused, 'failed');

  await desk.cloud.control(
    'PUT',
    '/faults',
    fault('PATCH', denied, 'action = "status"\nstatus = 403') +
      fault('PATCH', silent, 'action = "reset"\ntimes = 1') +
      // The one replica that is ever asked has not seen the change.
      fault('GET', slow, `action = "merge"\nset = { companyName = ${JSON.stringify(slow.row.companyName)} }`),
  );
  const forbidden = await desk.queue('reset-password', denied, { password: 'Fjord-and-4-sheep', forceChangePasswordNextSignIn: true });
  await desk.send(forbidden, 'held');
  const unanswered = await desk.queue('update-user', silent, { officeLocation: 'Svalbard' });
  await desk.send(unanswered, 'unknown');

  const accepted = await desk.queue('update-user', slow, { companyName: 'Fjordlys Drift' });
  await desk.send(accepted, 'waiting');
  return { desk, conflict, behind, vanished, refused, forbidden, people: { synced, disputed, gone, denied, silent, slow } };
}

function fault(method: string, person: Person, rule: string): string {
  return `[[rule]]\nmatch = "${method} /v1.0/users/${person.id}"\n${rule}\n`;
}

/** What the steps of a card are called. */
async function buttons(card: Locator): Promise<string[]> {
  return card.getByRole('group', { name: outbox.steps }).getByRole('button').allInnerTexts();
}

function filled(text: string, values: Record<string, string>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (hole, name: string) => values[name] ?? hole);
}

test('each says what happened, why, and what comes next, and each way out works', async ({ page, devhost }) => {
  test.setTimeout(180_000);
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
  await expect(gone).toContainText(hold['target-gone'].next);
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

const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 1024, height: 640 } };

test('pictures of every state', async ({ page, devhost }) => {
  test.skip(!process.env.SCREENSHOTS, 'SCREENSHOTS names no folder');
  test.setTimeout(300_000);
  const { desk } = await everyState(page, devhost);
  // Those that a person's word holds, and those that are over.
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const tenant = tenants[0]?.id;
  await devhost.call('set_send_policy', { tenant, policy: { kind: 'after-review' } });
  const [reviewed, deleted, exported, replaced] = await desk.people({ enabled: ['1'], synced: ['0'], user_type: ['member'], expiry: ['dated'] });
  if (!reviewed || !deleted || !exported || !replaced) throw new Error('The demo tenant has too few people.');
  await desk.queue('update-user', reviewed, { city: 'Vardø' });
  await desk.queue('delete-user', deleted, {});
  await devhost.call('export_request', { tenant, ids: [await desk.queue('update-user', exported, { city: 'Vardø' })] });
  const old = await desk.queue('update-user', replaced, { city: 'Vardø' });
  await devhost.call('queue', { tenant, operation: 'update-user', id: replaced.id, input: { city: 'Bodø' }, replaces: old });
  await page.setViewportSize({ width: 1280, height: 2600 });
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
