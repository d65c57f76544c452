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
  /** A control that no Microsoft API has. */
  control: (method: string, path: string, body?: unknown) => Promise<void>;
}

export const test = base.extend<{ sim: Sim }>({
  sim: async ({ devhost }, use) => {
    const child = spawn(join(dirname(process.env.KONTOR_DEVHOST ?? ''), 'kontor-sim'), ['--users', '30'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    try {
      const { login, graph, arm, partner_center } = JSON.parse(await firstLine(child)) as Record<string, string>;
      const file = join(devhost.folder, 'cloud.toml');
      writeFileSync(file, Object.entries({ login, graph, arm, partner_center }).map(([name, address]) => `${name} = ${JSON.stringify(address)}\n`).join(''));
      const control = async (method: string, path: string, body?: unknown) => {
        const answer = await fetch(`${login}/_sim${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
        if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      };
      // Whoever signs in picks an account, gets what was agreed to only, and has to type the code.
      await control('PUT', '/sign-in', { pick: true, policy: 'open', consent: true, device_polls: null });
      await use({ file, login: login ?? '', control });
    } finally {
      child.kill('SIGTERM');
      await gone;
    }
  },
});

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The simulator has no output.');
  for await (const line of createInterface(child.stdout)) return line;
  throw new Error('The simulator ended before it said where it listens.');
}
