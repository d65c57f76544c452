// The number of licenses in the form: what it asks for, and whether so few would leave somebody without.
import type { LicenseRow, PendingField, SubscriptionRow } from '../../gen/types';

const FIELD = 'totalLicenses';

/** The number that stands below the changes that are laid over it. */
export function countBefore(row: Pick<SubscriptionRow, 'totalLicenses'>, laid: Pick<PendingField, 'field' | 'from'>[]): number | null {
  const change = laid.find((one) => one.field === FIELD);
  if (!change) return row.totalLicenses;
  return typeof change.from === 'number' ? change.from : null;
}

/** None while it is no whole number, or the one that is there. */
export function countAsInput(text: string, now: number | null): { totalLicenses: number } | null {
  const count = Number(text);
  return /^-?\d+$/.test(text.trim()) && Number.isSafeInteger(count) && count !== now ? { totalLicenses: count } : null;
}

/** How many users would be left without a license when the product has so many more, or fewer, than now. */
export function unassignFirst({ available }: Pick<LicenseRow, 'available'>, difference: number): number {
  if (available === null || difference >= 0) return 0;
  return Math.max(0, -(available + difference));
}
