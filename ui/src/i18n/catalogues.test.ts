// Both catalogues say the same things, and the window uses exactly what they have.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../../../locales/en.json';
import nb from '../../../locales/nb.json';

/** Read by the core for notifications, for the page that ends a sign-in, and for mails, not by the window. */
const ofCore = ['notices.', 'signIn.page.', 'register.subject', 'register.body', 'reminder.body'];

function flatten(level: object, prefix = ''): Map<string, string> {
  const entries = Object.entries(level).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + name, value]] : [...flatten(value as object, `${prefix}${name}.`)],
  );
  return new Map(entries);
}

const english = flatten(en);
const norwegian = flatten(nb);

function holes(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}|<(\w+)\/>/g)].map((match) => match[0]).sort();
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'gen' ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [readFileSync(path, 'utf8')] : [];
  });
}

const code = sources(join(import.meta.dirname, '..')).join('\n');
/** Whole keys, and the fixed beginnings of keys that end in a value. */
const quoted = new Set([...code.matchAll(/['"]([\w-]+(?:\.[\w-]+)+)['"]/g)].map((match) => match[1] ?? ''));
const patterns = [...code.matchAll(/`((?:[\w-]+\.)+)\$\{[^}]*\}((?:\.[\w-]+)*)`/g)].map(([, start = '', end = '']) => [start, end] as const);
const groups = [...code.matchAll(/known\('(\w+)'/g)].map((match) => `${match[1]}.`);

function base(key: string): string {
  return key.replace(/_(one|other)$/, '');
}

describe('the message catalogues', () => {
  it('have the same keys in the same order', () => {
    expect([...norwegian.keys()]).toEqual([...english.keys()]);
  });

  it('fill the same holes', () => {
    for (const [key, text] of english) expect([key, holes(norwegian.get(key) ?? '')]).toEqual([key, holes(text)]);
  });

  it('have both forms wherever they have one', () => {
    for (const key of english.keys()) {
      if (!/_(one|other)$/.test(key)) continue;
      expect(english.has(`${base(key)}_one`) && english.has(`${base(key)}_other`), key).toBe(true);
    }
  });

  it('hold nothing that the window does not use', () => {
    const unused = [...english.keys()].filter((key) => {
      const used =
        quoted.has(base(key)) ||
        groups.some((group) => key.startsWith(group)) ||
        ofCore.some((group) => key.startsWith(group)) ||
        patterns.some(([start, end]) => base(key).startsWith(start) && base(key).endsWith(end));
      return !used;
    });
    expect(unused).toEqual([]);
  });

  it('hold a text for every value of the enumerations that the window names', () => {
    const types = readFileSync(join(import.meta.dirname, '../gen/types.ts'), 'utf8');
    const named: Record<string, (value: string) => string> = {
      Code: (value) => `error.${value}`,
      Connection: (value) => `connection.${value}`,
      State: (value) => `state.${value}.text`,
      Hold: (value) => `hold.${value}.text`,
      Warning: (value) => `warning.${value}`,
      AlertKind: (value) => `alert.${value}`,
      AlertSeverity: (value) => `severity.${value}`,
      ExpiryStatus: (value) => `expiry.status.${value}`,
      ExpiryReason: (value) => `expiry.reason.${value}`,
    };
    for (const [type, keyOf] of Object.entries(named)) {
      const values = [...(new RegExp(`export type ${type} = ([^;]+);`).exec(types)?.[1] ?? '').matchAll(/"([\w-]+)"/g)].map((match) => match[1] ?? '');
      expect(values.length, type).toBeGreaterThan(0);
      for (const value of values) expect(english.has(keyOf(value)), keyOf(value)).toBe(true);
    }
  });
});
