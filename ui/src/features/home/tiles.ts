// The figures of Home. Each is counted by the very filter that its link opens, so that the two cannot differ.
import type { ParseKeys } from 'i18next';
import type { Filters, Screen } from '../../app/route';
import type { TallyOf } from '../../gen/types';

export interface Tile {
  id: string;
  name: ParseKeys;
  /** What the name leaves open. */
  note?: ParseKeys;
  /** As `list` knows it: a collection or a view of one. */
  collection: string;
  screen: Screen;
  filters: Filters;
  /** The values of a column that count, where a filter knows no "less than": out of those that there are. */
  column?: { name: string; counts: (value: number, now: number) => boolean };
}

/** A product with so many free licences or fewer is nearly out of them. */
export const FEW = 2;
const MONTH = 30 * 86_400;

export const tiles: Tile[] = [
  {
    id: 'licenses',
    name: 'home.licensesShort',
    note: 'home.licensesShortNote',
    collection: 'licenses',
    screen: 'licenses',
    filters: {},
    column: { name: 'available', counts: (free) => free <= FEW },
  },
  {
    id: 'subscriptions',
    name: 'home.subscriptionsEnd',
    note: 'home.subscriptionsEndNote',
    collection: 'subscriptions',
    screen: 'products',
    filters: {},
    column: { name: 'next_date', counts: (at, now) => at * 1000 > now && at * 1000 - now <= MONTH * 1000 },
  },
  { id: 'incidents', name: 'home.incidents', collection: 'issues', screen: 'issues', filters: { resolved: ['0'], classification: ['incident'] } },
  { id: 'overdue', name: 'home.invoicesOverdue', collection: 'invoices', screen: 'invoices', filters: { payment: ['late'] } },
  { id: 'due', name: 'home.invoicesDue', collection: 'invoices', screen: 'invoices', filters: { status: ['due'] } },
  { id: 'ending', name: 'home.passwordsEnding', collection: 'password-expiry', screen: 'password-expiry', filters: { phase: ['notice'], enabled: ['1'] } },
  { id: 'ended', name: 'home.passwordsEnded', collection: 'password-expiry', screen: 'password-expiry', filters: { phase: ['ended'], enabled: ['1'] } },
  { id: 'users', name: 'home.users', collection: 'users', screen: 'users', filters: { user_type: ['member', ''] } },
  { id: 'guests', name: 'home.guests', collection: 'guest-users', screen: 'guest-users', filters: {} },
  { id: 'blocked', name: 'home.blocked', collection: 'users', screen: 'users', filters: { enabled: ['0'] } },
];

/** The filters of a tile; none when none of the values that there are counts. */
export function filtersOfTile({ filters, column }: Tile, tally: TallyOf[], now: number): Filters | null {
  if (!column) return filters;
  const values = tally.map((one) => one.value).filter((value) => value !== '' && column.counts(Number(value), now));
  return values.length > 0 ? { ...filters, [column.name]: values } : null;
}
