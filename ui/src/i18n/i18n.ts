// Texts in both languages, from the catalogues that the whole product shares, and formats for everything else.
import i18next, { type FormatterModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../../../locales/en.json';
import nb from '../../../locales/nb.json';
import type { Language } from '../gen/types';
import { number } from './format';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** The operating system's language, when it is one of ours. Nynorsk readers are better served in Norwegian. */
export function systemLanguage(): Language {
  return /^(nb|no|nn)\b/i.test(navigator.language) ? 'nb' : 'en';
}

/** The chosen language, or the operating system's. */
export async function setLanguage(chosen: Language | null): Promise<void> {
  const language = chosen ?? systemLanguage();
  if (i18next.language !== language) await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Numbers in sentences, as the language writes them. */
const figures: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown) => (typeof value === 'number' ? number(value) : String(value)),
};

void i18next.use(figures).use(initReactI18next).init({
  lng: systemLanguage(),
  fallbackLng: false,
  resources: { en: { translation: en }, nb: { translation: nb } },
  interpolation: {
    escapeValue: false,
    alwaysFormat: true,
  },
});
document.documentElement.lang = i18next.language;

export { i18next };
