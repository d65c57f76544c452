// The detail of an error: a sentence of Kontor's own in the reader's language, or Microsoft's words as they came.
import type { Error as Failed } from '../gen/types';
import { i18next } from '../i18n/i18n';
import { known } from '../i18n/known';
import en from '../../../locales/en.json';

type Sentence = keyof typeof en.detail;

/** The English catalogue holds core's sentences as core writes them, so that they are known again here. */
const sentences = Object.entries(en.detail).map(([key, text]) => ({ key: key as Sentence, pattern: patternOf(text), holes: holesOf(text) }));

export function detailOf(error: Failed | undefined): string | undefined {
  return error && (translated(error.message) ?? error.message);
}

/** None when it is no sentence that Kontor is known to say. */
export function translated(message: string): string | undefined {
  for (const { key, pattern, holes } of sentences) {
    const match = pattern.exec(message);
    if (!match) continue;
    const values = Object.fromEntries(holes.map((hole, index) => [hole, filled(hole, match[index + 1] ?? '')]));
    return String(i18next.t(`detail.${key}` as never, values as never));
  }
  return undefined;
}

/** Microsoft's answers carry its code or the id of the request. */
export function isMicrosofts(error: Failed): boolean {
  return (error.serverCode !== undefined || error.requestId !== undefined) && translated(error.message) === undefined;
}

/** Kinds of operations and collections go by their own words here too, and so does a sentence of Kontor's within another. */
function filled(hole: string, value: string): string {
  if (hole === 'operation') return known('operation', value);
  if (hole === 'words') return translated(value) ?? value;
  return hole === 'collection' ? known('collection', value) : value;
}

function holesOf(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');
}

function patternOf(text: string): RegExp {
  const parts = text.split(/\{\{\w+\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.+?)')}$`, 's');
}
