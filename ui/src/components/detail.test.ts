// Kontor's own sentences are known again, in core's very words; Microsoft's stay as they came.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import en from '../../../locales/en.json';
import { i18next } from '../i18n/i18n';
import { isMicrosofts, translated } from './detail';

afterEach(() => i18next.changeLanguage('en'));

function core(folder: string): string {
  const texts = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return core(path);
    return entry.name.endsWith('.rs') ? readFileSync(path, 'utf8') : '';
  });
  return texts.join('\n');
}

it('knows the sentences as core says them', () => {
  // A text that goes on in the next line is one text; what core fills in is a hole here.
  const sources = ['core', 'cloud', 'host', 'store'].map((name) => core(join(import.meta.dirname, `../../../crates/${name}/src`)));
  const said = sources.join('\n').replaceAll(/\\\n\s*/g, '').replaceAll(/\{[^{}\s]*\}/g, '{}');
  // Status and words of an answer are put behind a sentence by one place for all.
  const ownPart = (text: string) => text.replace(/ \(\{\{status\}\}\)(\.|: \{\{words\}\})$/, '').replaceAll(/\{\{\w+\}\}/g, '{}');
  const unsaid = Object.values(en.detail).filter((text) => !said.includes(`"${ownPart(text)}"`));
  expect(unsaid).toEqual([]);
});

it('says them in the reader\'s language, with what was filled in', async () => {
  await i18next.changeLanguage('nb');
  expect(translated('The user has no address.')).toBe('Brukeren har ingen adresse.');
  expect(translated('fjord.example is not a domain of this tenant.')).toBe('fjord.example er ikke et domene i denne leieren.');
});

it('keeps Microsoft\'s words within a sentence of its own', async () => {
  await i18next.changeLanguage('nb');
  expect(translated('Microsoft refused this (400): Unable to (do): this')).toBe('Microsoft avviste dette (400) og skriver: «Unable to (do): this»');
});

it('says a sentence within another in the same language', async () => {
  await i18next.changeLanguage('nb');
  const inner = 'The app has not been given the permissions it asks for; sign in and give them (AADSTS65001).';
  const said = translated(`Nordvarde has not agreed to this app. An administrator there must agree to it once, or the partner does so for its customer in Partner Center; then connect it again. Microsoft said: ${inner}`);
  expect(said).toContain('Nordvarde har ikke godtatt denne appen.');
  expect(said).toContain(translated(inner));
});

it('takes nothing of Microsoft\'s for its own', () => {
  const error = { code: 'denied', message: 'Insufficient privileges to complete the operation.', serverCode: 'Authorization_RequestDenied' } as const;
  expect(isMicrosofts(error)).toBe(true);
  expect(isMicrosofts({ code: 'invalid', message: 'The user has no address.', requestId: 'a' })).toBe(false);
});
