// What the account may do: told on a page of its own, in the form before a change is queued, and in the Outbox.
import type { BrowserContext, Page } from '@playwright/test';
import { type DevHost, expect } from './devhost';
import { type Sim, test } from './sim';
import { openPerson, openRow, picture, seriousFaults, show, texts } from './window';

const { access, action, form, operation, screen } = texts.en;

/** The administrator whose rights are set here signs in, past the window's dialogs: anew, or to a tenant `again`. */
async function signIn(devhost: DevHost, sim: Sim, context: BrowserContext, again: { tenant?: string; service?: string; clientId?: string } = {}): Promise<string> {
  const done = devhost.call('sign_in', { name: 'Fjordlys', cloud: sim.file, how: 'browser', ...again }) as Promise<{ id: string }>;
  const prompt = async () => ((await devhost.call('sign_in_state')) as { prompt: { url: string } | null } | null)?.prompt?.url;
  await expect.poll(prompt).toMatch(/^http/);
  const me = await fetch(`${sim.login}/v1.0/me`, { headers: { authorization: `Bearer ${sim.token}` } });
  const { userPrincipalName } = (await me.json()) as { userPrincipalName: string };
  const browser = await context.newPage();
  await browser.goto((await prompt()) ?? '');
  await browser.locator('button[name=account]').filter({ hasText: userPrincipalName }).click();
  await browser.getByRole('button', { name: 'Accept' }).click();
  const tenant = (await done).id;
  await browser.close();
  return tenant;
}

const rights = (sim: Sim, roles: string[], scopes: string[] | null = null) => sim.control('PUT', `/rights?token=${sim.token}`, { roles, ...(scopes && { scopes }) });

const row = (page: Page, name: string) => page.getByRole('table', { name: access.changes }).getByRole('row').filter({ has: page.getByRole('cell', { name, exact: true }) });

test('roles, permissions and what each change lacks stand on a page, and before it is queued', async ({ page, context, devhost, sim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  // Permissions that need an administrator are given while the account is one.
  await signIn(devhost, sim, context);
  await rights(sim, ['User Administrator']);
  await page.goto('/#/access');
  await expect(page.getByRole('heading', { level: 1, name: screen.access })).toBeVisible();
  const account = page.getByRole('main').locator('dl');
  // The first reading may have been quicker than the change of roles.
  await expect(account).toContainText('User.Read.All', { timeout: 30_000 });
  await page.keyboard.press('F5');
  await expect(account).toContainText('User Administrator', { timeout: 30_000 });

  await expect(row(page, operation['update-domain'])).toContainText('Domain Name Administrator');
  await expect(row(page, operation['update-domain'])).toContainText(access.verdicts['needs-role']);
  // The role is there; the permission to write was not asked for yet.
  await expect(row(page, operation['update-user'])).toContainText('User.ReadWrite.All');
  await expect(page.getByRole('table', { name: access.reading }).getByText(access.readDenied).first()).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'access-user-administrator-en');
  await devhost.call('save_settings', { language: 'nb', theme: 'dark' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await expect(page.getByRole('heading', { level: 1, name: texts.nb.screen.access })).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'access-user-administrator-nb');
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await expect(page.getByRole('heading', { level: 1, name: screen.access })).toBeVisible();

  await rights(sim, ['Helpdesk Administrator']);
  await page.keyboard.press('F5');
  await expect(account).toContainText('Helpdesk Administrator', { timeout: 30_000 });
  await expect(row(page, operation['delete-user'])).toContainText('User Administrator');
});

test('of somebody whose role is out of reach the form and the Outbox say so, and it can be queued all the same', async ({ page, context, devhost, sim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  const tenant = await signIn(devhost, sim, context);
  const list = async (collection: string) =>
    ((await devhost.call('list', { tenant, collection, limit: 100 })) as { items: { id: string; row: Record<string, string> }[] }).items;
  await page.goto('/#/access');
  await expect(page.getByText(access.global)).toBeVisible({ timeout: 30_000 });
  await picture(page, 'access-global-en');
  const me = ((await devhost.call('access', { tenant })) as { account: { id: string } }).account.id;
  const global = (await list('roles')).find(({ row: one }) => one.role === 'Global Administrator' && one.principalId !== me)?.row.principalId;
  await rights(sim, ['User Administrator']);
  await page.keyboard.press('F5');
  await expect(page.getByText(access.global)).toHaveCount(0, { timeout: 30_000 });

  const other = (await list('users')).find(({ id }) => id === global)?.row.displayName ?? '';
  await openPerson(page, other);
  await page.getByRole('complementary').getByRole('button', { name: action.resetPassword }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: texts.en.form.generate }).click();
  const refused = access.outOfReach.replace('{{names}}', 'Global Administrator');
  await expect(dialog).toContainText(refused);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'access-out-of-reach-en');
  await dialog.getByRole('button', { name: form.queue }).click();
  await expect(dialog).toHaveCount(0);
  await show(page, 'outbox');
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: other })).toContainText(refused);
});

test('another app registration is chosen, and counts once somebody has signed in to it', async ({ page, context, devhost, sim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  await signIn(devhost, sim, context);
  const { signIn: words } = texts.en;
  await page.goto('/#/access');
  const account = page.getByRole('main').locator('dl');
  await expect(account).toContainText(words.shared);
  await account.getByRole('button', { name: access.changeApp }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: words.go })).toBeDisabled();
  await dialog.getByRole('radio', { name: words.own }).check();
  const id = '0b9e1a52-7d0c-4c6e-9a53-5d1f8a3c7e21';
  await dialog.getByRole('textbox', { name: words.clientId }).fill(id);
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'access-app-en');

  await dialog.getByRole('button', { name: words.go }).click();
  await dialog.getByRole('button', { name: words.stop }).click();
  // The next Escape is for the form, which has to be there again.
  await expect(dialog.getByRole('button', { name: words.go })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(account, 'as it was').toContainText(words.shared);

  await account.getByRole('button', { name: access.changeApp }).click();
  await dialog.getByRole('radio', { name: words.own }).check();
  await dialog.getByRole('textbox', { name: words.clientId }).fill(id);
  await dialog.getByRole('button', { name: words.go }).click();
  const address = page.getByRole('textbox', { name: words.pageAddress, exact: true });
  await expect(address).toHaveValue(/client_id=0b9e1a52/);
  const browser = await context.newPage();
  await browser.goto(await address.inputValue());
  await browser.locator('button[name=account]').first().click();
  await browser.getByRole('button', { name: 'Accept' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(account).toContainText(id);
});

test('a form asks for the very leave that its change lacks, and takes the change once it is given', async ({ page, context, devhost, sim }) => {
  await devhost.call('save_settings', { language: 'en', theme: 'light' });
  const tenant = await signIn(devhost, sim, context);
  await signIn(devhost, sim, context, { tenant, service: 'bills' });
  const read = async () => ((await devhost.call('list', { tenant, collection: 'partner-link', limit: 1 })) as { items: unknown[] }).items.length;
  await expect.poll(read, { timeout: 30_000 }).toBe(1);
  // What was agreed to for one app registration, another one has to ask for.
  await signIn(devhost, sim, context, { tenant, clientId: '0b9e1a52-7d0c-4c6e-9a53-5d1f8a3c7e21' });
  const { partner, signIn: words } = texts.en;
  await page.goto('/#/partner');
  await page.getByRole('tab', { name: partner.link }).click();
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await openRow(page, page.getByRole('row').nth(1));
  await page.getByRole('complementary').getByRole('button', { name: partner.setLink }).click();
  const form = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: texts.en.form.queue }) });
  await form.getByRole('textbox').fill('4419021');
  const allow = form.getByRole('button', { name: access.allowAzure });
  await expect(allow).toBeVisible();
  await expect(form).toContainText('user_impersonation (Azure Resource Manager)');
  expect(await seriousFaults(page)).toEqual([]);
  await picture(page, 'access-leave-en');
  await allow.click();
  const address = page.getByRole('textbox', { name: words.pageAddress, exact: true });
  await expect(address).toHaveValue(/user_impersonation/);
  const browser = await context.newPage();
  await browser.goto(await address.inputValue());
  await browser.locator('button[name=account]').first().click();
  await browser.getByRole('button', { name: 'Accept' }).click();
  await expect(allow).toHaveCount(0);
  await form.getByRole('button', { name: texts.en.form.queue }).click();
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('row', { selected: true }).locator('ins')).toHaveText('4419021');
});
