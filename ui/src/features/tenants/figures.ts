// The figures of the overview: what each counts, whether it is trouble, and the list that shows what was counted.
import type { ParseKeys } from 'i18next';
import { filterParams, hrefOf } from '../../app/route';
import type { Tone } from '../../components/Sign';
import type { Overview } from '../../gen/types';

export interface Figure {
  id: string;
  group: ParseKeys;
  name: ParseKeys;
  /** None where what it counts was never read whole, or may not be. */
  of: (overview: Overview) => number | null;
  /** How it stands out when there is any; none where it is no trouble. */
  tone: Tone | null;
  href: string;
  /** Pixels that its name needs in either language. */
  least: number;
}

const passwords = (phase: string) => hrefOf('password-expiry', filterParams({ phase: [phase], enabled: ['1'] }));

export const users: Omit<Figure, 'group'> = { id: 'users', name: 'home.users', of: (one) => one.users, tone: null, href: hrefOf('users'), least: 58 };

export const figures: Figure[] = [
  { id: 'passwords-ended', group: 'all.passwords', name: 'all.ended', of: (one) => one.passwordsEnded, tone: 'warning', href: passwords('ended-lately'), least: 56 },
  { id: 'passwords-ending', group: 'all.passwords', name: 'all.ending', of: (one) => one.passwordsEnding, tone: null, href: passwords('notice'), least: 58 },
  { id: 'shortages', group: 'screen.licenses', name: 'all.short', of: (one) => one.licenseShortages, tone: 'warning', href: hrefOf('licenses', { order: 'available' }), least: 72 },
  {
    id: 'trouble',
    group: 'all.subscriptions',
    name: 'all.trouble',
    of: (one) => one.subscriptionsInTrouble,
    tone: 'danger',
    href: hrefOf('products', filterParams({ status: ['warning', 'suspended', 'lockedout'] })),
    least: 56,
  },
  { id: 'ending', group: 'all.subscriptions', name: 'all.renewing', of: (one) => one.subscriptionsEnding, tone: null, href: hrefOf('products', { order: 'next' }), least: 62 },
  { id: 'overdue', group: 'all.bills', name: 'invoiceStatus.OverDue', of: (one) => one.invoicesOverdue, tone: 'danger', href: hrefOf('invoices', { ...filterParams({ payment: ['late'] }), order: 'due' }), least: 74 },
  {
    id: 'incidents',
    group: 'screen.healthGroup',
    name: 'all.incidents',
    of: (one) => one.incidents,
    tone: 'danger',
    href: hrefOf('issues', filterParams({ resolved: ['0'], classification: ['incident'] })),
    least: 72,
  },
  { id: 'pending', group: 'screen.outbox', name: 'all.waiting', of: (one) => one.outbox.pending, tone: null, href: hrefOf('outbox', { tab: 'waits' }), least: 58 },
  { id: 'attention', group: 'screen.outbox', name: 'all.needs', of: (one) => one.outbox.attention, tone: 'warning', href: hrefOf('outbox', { tab: 'needs' }), least: 54 },
  { id: 'failed', group: 'screen.outbox', name: 'state.failed.name', of: (one) => one.outbox.failed, tone: 'danger', href: hrefOf('outbox', { tab: 'needs' }), least: 62 },
];

/** The column beside "renewing" that says when. */
export const SOONEST_AFTER = 'ending';
