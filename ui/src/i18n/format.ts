// Dates, numbers and money as the reader's language writes them.
import i18next from 'i18next';
import type { Amount, Language } from '../gen/types';

/** Region conventions: English here means the day before the month, and 24 hours. */
const locales: Record<Language, string> = { en: 'en-GB', nb: 'nb-NO' };

function locale(): string {
  return i18next.language === 'nb' ? locales.nb : locales.en;
}

const made = new Map<string, unknown>();

/** Formatters are dear to make and are wanted for every cell. */
function once<T>(name: string, make: (locale: string) => T): T {
  const key = `${locale()} ${name}`;
  let found = made.get(key) as T | undefined;
  if (found === undefined) made.set(key, (found = make(locale())));
  return found;
}

export function number(value: number): string {
  return once('number', (of) => new Intl.NumberFormat(of)).format(value);
}

export function percent(share: number): string {
  return once('percent', (of) => new Intl.NumberFormat(of, { style: 'percent' })).format(share);
}

/** A calendar date. A text that is no date is given back as it came. */
export function date(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.valueOf())) return text;
  return once('date', (of) => new Intl.DateTimeFormat(of, { day: 'numeric', month: 'short', year: 'numeric' })).format(time);
}

/** A calendar date for a reader of that language, whatever the window speaks. */
export function dateIn(language: Language, text: string): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long' }).format(new Date(text));
}

/** A calendar date that carries no time of day (an invoice's), whatever the time zone. */
export function day(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.valueOf())) return text;
  const options = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return once('day', (of) => new Intl.DateTimeFormat(of, options)).format(time);
}

/** A month (`2026-11`) by its name. */
export function month(text: string): string {
  const time = new Date(`${text}-01T00:00:00Z`);
  if (Number.isNaN(time.valueOf())) return text;
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return once('month', (of) => new Intl.DateTimeFormat(of, options)).format(time);
}

/** The exact moment, in the reader's time zone. */
export function exact(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.valueOf())) return text;
  return once('exact', (of) => new Intl.DateTimeFormat(of, { dateStyle: 'full', timeStyle: 'medium' })).format(time);
}

/** A moment in the reader's time zone as spreadsheets read it in any language, with the time of day unless only the date counts. */
export function dateCell(text: string | null, only: 'moment' | 'date' | 'day' = 'moment'): string | null {
  const time = new Date(text ?? '');
  if (Number.isNaN(time.valueOf())) return text;
  // The Swedish way is that of ISO 8601, with a space.
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'short', timeStyle: only === 'moment' ? 'short' : undefined, timeZone: only === 'day' ? 'UTC' : undefined };
  return once(`cell ${only}`, () => new Intl.DateTimeFormat('sv-SE', options)).format(time);
}

/** A decimal with the sign that spreadsheets of the reader's language expect. */
export function decimalCell(value: string | null | undefined): string | null {
  return value == null ? null : i18next.language === 'nb' ? value.replace('.', ',') : value;
}

/** What stands between the values of a line in a file that spreadsheets of the reader's language open. */
export function separator(): ',' | ';' {
  return i18next.language === 'nb' ? ';' : ',';
}

/** The time of day, to the second. */
export function clock(text: string): string {
  return once('clock', (of) => new Intl.DateTimeFormat(of, { timeStyle: 'medium' })).format(new Date(text));
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "in 5 days", "3 minutes ago". What is nearer than a minute is "now". Days are those of the calendar. */
export function relative(text: string, now: number): string {
  const time = new Date(text);
  if (Number.isNaN(time.valueOf())) return text;
  const seconds = (time.valueOf() - now) / 1000;
  const [unit, length] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', Infinity];
  const count = unit === 'day' ? calendarDays(new Date(now), time) : Math.trunc(seconds / length);
  return once('relative', (of) => new Intl.RelativeTimeFormat(of, { numeric: 'auto' })).format(count === 0 ? 0 : count, unit);
}

function calendarDays(from: Date, to: Date): number {
  const midnight = (time: Date) => Date.UTC(time.getFullYear(), time.getMonth(), time.getDate());
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}

/**
 * An amount in its own currency. The decimal text goes in whole, so that no digit is lost on the way.
 * The minus stands at the figure in every language: English would have it before the currency.
 */
export function money(amount: Amount | null): string {
  if (amount?.value == null) return '–';
  const value = amount.value as Intl.StringNumericLiteral;
  try {
    if (amount.currency) {
      const currency = amount.currency;
      const parts = once(`money ${currency}`, (of) => new Intl.NumberFormat(of, { style: 'currency', currency })).formatToParts(value);
      const figure = parts.findIndex((part) => part.type === 'integer');
      const negative = parts.some((part) => part.type === 'minusSign');
      return parts.map(({ type, value }, index) => (type === 'minusSign' ? '' : negative && index === figure ? `−${value}` : value)).join('');
    }
  } catch {
    return `${amount.value} ${amount.currency ?? ''}`;
  }
  return amount.value;
}

/** Orders texts as the reader's language does. */
export function compare(left: string, right: string): number {
  return once('compare', (of) => new Intl.Collator(of, { numeric: true })).compare(left, right);
}

export function list(words: string[]): string {
  return once('list', (of) => new Intl.ListFormat(of, { type: 'conjunction' })).format(words);
}

/** A day with its weekday. */
export function fullDay(day: Date): string {
  return once('fullDay', (of) => new Intl.DateTimeFormat(of, { dateStyle: 'full' })).format(day);
}

/** The name of a day's month, and those of the weekdays that a week has. */
export function calendarNames(day: Date, week: Date[]) {
  const weekday = (style: 'short' | 'long') => once(`weekday ${style}`, (of) => new Intl.DateTimeFormat(of, { weekday: style }));
  return {
    month: once('month', (of) => new Intl.DateTimeFormat(of, { month: 'long', year: 'numeric' })).format(day),
    weekdays: week.map((one) => ({ short: weekday('short').format(one), long: weekday('long').format(one) })),
  };
}

/** The day that a week begins with where the reader lives, as `getDay` counts: 0 is Sunday. */
export function firstDayOfWeek(): number {
  const of = new Intl.Locale(locale()) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } };
  // Not every web view knows; both languages begin with Monday.
  return (of.getWeekInfo?.().firstDay ?? 1) % 7;
}
