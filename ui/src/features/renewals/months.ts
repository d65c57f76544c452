// How the radar groups: by what kind of purchase it is, and by the month in the reader's time zone.
import type { Renewal } from '../../gen/types';

/** In the order of their tabs. A trial is a trial whatever its term. */
export const kinds = ['longer', 'month', 'trial', 'unknown'] as const;
export type Kind = (typeof kinds)[number];

export function kindOf(row: Pick<Renewal, 'isTrial' | 'term'>): Kind {
  return row.isTrial === true ? 'trial' : row.term;
}

/** `2026-11`, the soonest first as they came; an empty text for those without a date. */
export function byMonth<R extends { at: string | null }>(rows: R[]): [string, R[]][] {
  const months = new Map<string, R[]>();
  for (const row of rows) {
    const at = row.at === null ? null : new Date(row.at);
    const key = at === null ? '' : `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
    months.set(key, [...(months.get(key) ?? []), row]);
  }
  return [...months];
}
