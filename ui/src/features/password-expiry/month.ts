// The days of a month as a calendar lays them out, in the reader's time zone.

/** The days of whole weeks that hold the month; each is the midnight at which it begins. */
export function daysOf(month: Date, firstDay: number): Date[] {
  const first = new Date(month.getFullYear(), month.getMonth(), 1);
  const before = (first.getDay() - firstDay + 7) % 7;
  const length = new Date(month.getFullYear(), month.getMonth() + 1, 0).getDate();
  const weeks = Math.ceil((before + length) / 7);
  return Array.from({ length: weeks * 7 }, (_, place) => new Date(month.getFullYear(), month.getMonth(), 1 - before + place));
}

/** The midnight after a day, whatever the clocks do that night. */
export const nextDay = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1);

/** A day as it stands in the address: 2026-12-01. */
export function dayKey(day: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(day.getFullYear()).padStart(4, '0')}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The day of a key; today where it is none. */
export function dayOf(key: string | undefined): Date {
  const [year = 0, month = 0, day = 0] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(key ?? '')?.slice(1).map(Number) ?? [];
  const found = new Date(year, month - 1, day);
  return year > 0 && found.getMonth() === month - 1 ? found : new Date(new Date().setHours(0, 0, 0, 0));
}

/** Where a key leads from a day; none for a key that leads nowhere. */
export function moved(day: Date, key: string, firstDay: number): Date | undefined {
  const [year, month, date] = [day.getFullYear(), day.getMonth(), day.getDate()];
  const intoWeek = (day.getDay() - firstDay + 7) % 7;
  const days: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -intoWeek, End: 6 - intoWeek };
  const by = days[key];
  if (by !== undefined) return new Date(year, month, date + by);
  const months: Record<string, number> = { PageUp: -1, PageDown: 1 };
  const far = months[key];
  if (far === undefined) return undefined;
  // The 31st of a month of 30 days is its last.
  return new Date(year, month + far, Math.min(date, new Date(year, month + far + 1, 0).getDate()));
}
