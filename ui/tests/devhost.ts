// A development host for each test, with an empty data folder and a key of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test as base, expect } from '@playwright/test';

export interface DevHost {
  url: string;
  /** Its data folder. */
  folder: string;
  /** Runs one command of the core, past the window. */
  call: (name: string, input?: unknown) => Promise<unknown>;
  /** Ends it, and starts it again at the same place. */
  restart: () => Promise<void>;
}

export const test = base.extend<{ devhost: DevHost }>({
  devhost: async ({}, use) => {
    const program = process.env.KONTOR_DEVHOST;
    if (!program) throw new Error('KONTOR_DEVHOST must name the kontor-devhost program.');
    const folder = mkdtempSync(join(tmpdir(), 'kontor-ui-'));
    const env = { ...process.env, KONTOR_KEY: randomBytes(32).toString('hex') };
    const start = (port: string) =>
      spawn(program, ['--data-dir', folder, '--port', port, '--ui', join(import.meta.dirname, '../dist')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let child = start('0');
    try {
      const url = await firstLine(child);
      const restart = async () => {
        await end(child);
        child = start(new URL(url).port);
        await firstLine(child);
      };
      await use({ url, folder, call: (name, input = {}) => call(url, name, input), restart });
    } finally {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    }
  },
  baseURL: async ({ devhost }, use) => use(devhost.url),
});

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The development host has no output.');
  for await (const line of createInterface(child.stdout)) return (JSON.parse(line) as { url: string }).url;
  throw new Error('The development host ended before it said where it listens.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function call(url: string, name: string, input: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/call/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

export { expect };
