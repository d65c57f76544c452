// The demo cloud past the window: another admin at work, and a cloud that misbehaves on purpose.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DevHost } from './devhost';

export interface Cloud {
  /** A call of another admin to Graph. */
  graph: (method: string, path: string, body?: unknown) => Promise<unknown>;
  /** A control of the simulated cloud itself, which no Microsoft API has. */
  control: (method: string, path: string, body?: string) => Promise<unknown>;
}

/** The demo cloud that a development host embeds: its address stands beside the data. */
export async function cloudOf(devhost: DevHost): Promise<Cloud> {
  const { port } = JSON.parse(readFileSync(join(devhost.folder, 'demo.json'), 'utf8')) as { port: number };
  const base = `http://127.0.0.1:${port}`;
  const signIn = { grant_type: 'client_credentials', client_id: 'another-admin', client_secret: 'of-the-demo', scope: 'https://graph.microsoft.com/.default' };
  const { access_token: token } = (await ask(`${base}/organizations/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(signIn) })) as { access_token: string };
  return {
    graph: (method, path, body) =>
      ask(`${base}/v1.0${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    control: (method, path, body) => ask(`${base}/_sim${path}`, { method, ...(body === undefined ? {} : { body }) }),
  };
}

async function ask(url: string, request: RequestInit): Promise<unknown> {
  const answer = await fetch(url, request);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${request.method} ${url}: ${answer.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}
