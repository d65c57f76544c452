// The states that a change can come to, each brought about at the cloud itself.
import type { Page } from '@playwright/test';
import type { OperationView, State } from '../src/gen/types';
import { type Desk, type Person, deskOf } from './desk';
import type { DevHost } from './devhost';
import { openDemo } from './window';

/** One operation in each state, each for a person of its own. */
export async function everyState(page: Page, devhost: DevHost) {
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

/** What a person's word holds, what nobody can see, and what is over, each for a person of its own. */
export async function otherStates(devhost: DevHost, desk: Desk): Promise<void> {
  const { tenants } = (await devhost.call('state')) as { tenants: { id: string }[] };
  const tenant = tenants[0]?.id;
  const call = async (name: string, input: object) => (await devhost.call(name, { tenant, ...input })) as OperationView;
  const [seen, already, mailed, unmailed, reviewed, deleted, exported, replaced] = await desk.people({ enabled: ['1'], synced: ['0'], user_type: ['member'], expiry: ['dated'] });
  if (!seen || !already || !mailed || !unmailed || !reviewed || !deleted || !exported || !replaced) throw new Error('The demo tenant has too few people.');
  await desk.cloud.control('POST', '/lag?ms=0');
  const settled = async (operation: string, person: Person, input: object, state: State) => desk.send(await desk.queue(operation, person, input), state);

  await settled('update-user', seen, { city: 'Vardø' }, 'done');
  const same = await desk.queue('update-user', already, { city: 'Vardø' });
  await desk.cloud.graph('PATCH', `/users/${already.id}`, { city: 'Vardø' });
  await desk.send(same, 'done');
  const mail = { subject: 'Your password ends soon', body: 'Please change it.' };
  await settled('send-mail', mailed, mail, 'done');
  // The mail may be out, or not: no answer came, and no reading shows it.
  await desk.cloud.control('PUT', '/faults', '[[rule]]\nmatch = "POST */sendMail"\naction = "reset"\ntimes = 1\n');
  await settled('send-mail', unmailed, mail, 'held');

  const domain = already.row.userPrincipalName.split('@')[1] ?? '';
  const create = (name: string) =>
    call('queue', { operation: 'create-user', id: '', input: { userPrincipalName: `${name}@${domain}`, displayName: `Liv ${name}`, usageLocation: 'NO', password: 'Fjord-and-4-sheep' } });
  const added = await create('fyrlykt');
  const dependant = await call('queue', { operation: 'assign-licenses', id: added.target.id, input: { addLicenses: [{ skuId: await freeSku(devhost, tenant) }], removeLicenses: [] } });
  await call('discard', { id: added.id });
  await desk.send(dependant.id, 'held');
  const taken = await create('havn');
  await desk.cloud.graph('POST', '/users', {
    userPrincipalName: `havn@${domain}`,
    displayName: 'Somebody else',
    mailNickname: 'havn',
    accountEnabled: true,
    passwordProfile: { password: 'Fjord-and-5-sheep' },
  });
  await desk.send(taken.id, 'held');

  await devhost.call('set_send_policy', { tenant, policy: { kind: 'after-review' } });
  await desk.queue('update-user', reviewed, { city: 'Vardø' });
  await desk.queue('delete-user', deleted, {});
  await devhost.call('export_request', { tenant, ids: [await desk.queue('update-user', exported, { city: 'Vardø' })] });
  const old = await desk.queue('update-user', replaced, { city: 'Vardø' });
  const instead = await call('queue', { operation: 'update-user', id: replaced.id, input: { city: 'Bodø' }, replaces: old });
  await call('approve', { id: instead.id });
  await desk.comesTo(instead.id, 'done');
}

/** One that is on its way for as long as a test looks at it. */
export async function sendSlowly(desk: Desk): Promise<void> {
  const [person] = await desk.people({ enabled: ['1'], synced: ['0'], user_type: ['member'], expiry: ['dated'] });
  if (!person) throw new Error('The demo tenant has nobody.');
  await desk.cloud.control('PUT', '/faults', fault('PATCH', person, 'action = "delay"\nms = 120000'));
  await desk.send(await desk.queue('update-user', person, { city: 'Vardø' }), 'sending');
}

async function freeSku(devhost: DevHost, tenant: string | undefined): Promise<string> {
  const { items } = (await devhost.call('list', { tenant, collection: 'licenses', limit: 100 })) as { items: { row: { skuId: string; available: number | null } }[] };
  const free = items.find(({ row }) => (row.available ?? 0) > 0);
  if (!free) throw new Error('No license is free.');
  return free.row.skuId;
}
