// The language in which somebody is written to.
import type { Language, UserRow } from '../../gen/types';
import { i18next } from '../../i18n/i18n';

export function languageOf(row: UserRow): Language {
  if (row.preferredLanguage === null) return i18next.language === 'nb' ? 'nb' : 'en';
  return /^(nb|no|nn)\b/i.test(row.preferredLanguage) ? 'nb' : 'en';
}
