// A simulated cloud of its own for a test, which no tenant is connected to yet.
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base } from './devhost';

export interface Sim {
  /** The file with its addresses. */
  file: string;
  /** Where people sign in. */
  login: string;
  /** Of the administrator who also signs in. */
  token: string;
  /** A control that no Microsoft API has; a text goes as it is. */
  control: (method: string, path: string, body?: unknown) => Promise<void>;
}

export const test = base.extend<{ startSim: (name: string, ...options: string[]) => Promise<Sim>; sim: Sim }>({
  startSim: async ({ devhost }, use) => {
    const running: { child: ChildProcess; gone: Promise<unknown> }[] = [];
    const start = async (name: string, ...options: string[]): Promise<Sim> => {
      const child = spawn(join(dirname(process.env.KONTOR_DEVHOST ?? ''), 'kontor-sim'), options, { stdio: ['ignore', 'pipe', 'inherit'] });
      running.push({ child, gone: new Promise((resolve) => child.once('exit', resolve)) });
      const { login, graph, arm, partner_center, token } = JSON.parse(await firstLine(child)) as Record<string, string>;
      const file = join(devhost.folder, `${name}.toml`);
      writeFileSync(file, Object.entries({ login, graph, arm, partner_center }).map(([name, address]) => `${name} = ${JSON.stringify(address)}\n`).join(''));
      const control = async (method: string, path: string, body?: unknown) => {
        const answer = await fetch(`${login}/_sim${path}`, { method, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      };
      // Whoever signs in picks an account, gets what was agreed to only, and has to type the code.
      await control('PUT', '/sign-in', { pick: true, policy: 'open', consent: true, device_polls: null });
      return { file, login: login ?? '', token: token ?? '', control };
    };
    try {
      await use(start);
    } finally {
      for (const { child } of running) child.kill('SIGTERM');
      await Promise.all(running.map((one) => one.gone));
    }
  },
  // Another organisation than the demo's.
  sim: async ({ startSim }, use) => use(await startSim('cloud', '--users', '30', '--seed', '7')),
});

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The simulator has no output.');
  for await (const line of createInterface(child.stdout)) return line;
  throw new Error('The simulator ended before it said where it listens.');
}
