// Where the window is: a screen and its parameters, kept in the address so that going back works.
import { useCallback, useMemo, useSyncExternalStore } from 'react';

export type Screen =
  | 'all-tenants'
  | 'link'
  | 'home'
  | 'users'
  | 'guest-users'
  | 'deleted-users'
  | 'groups'
  | 'licenses'
  | 'products'
  | 'invoices'
  | 'renewals'
  | 'waste'
  | 'spending'
  | 'purchase'
  | 'partner'
  | 'service-health'
  | 'issues'
  | 'domains'
  | 'password-expiry'
  | 'roles'
  | 'password-reset'
  | 'access'
  | 'outbox';

/** `id` is the open object, `search`, `order` and `descending` those of the list, `f.<column>` its filters. */
export type Params = Record<string, string | undefined>;

export function hrefOf(screen: Screen, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value) query.set(name, value);
  const text = query.toString();
  return `#/${screen}${text ? `?${text}` : ''}`;
}

/** How a list begins where nobody asked for something else: a filter that stands as a chip and can be cleared. */
export const begin: Partial<Record<Screen, Params>> = {
  // As in the admin center: guests have a screen of their own. An account without a type is no guest.
  users: filterParams({ user_type: ['member', ''] }),
  // Those that this is about: the others are a filter away.
  groups: filterParams({ licensed: ['1'] }),
  // Blocked accounts wait for no password; those without a date, or whose password ended long ago, are a filter away.
  'password-expiry': filterParams({ enabled: ['1'], phase: ['ended-lately', 'notice', 'later'] }),
};

export type Filters = Record<string, string[]>;

/** Filters of a list as parameters of its address. */
export function filterParams(filters: Filters): Params {
  return Object.fromEntries(Object.entries(filters).map(([column, values]) => [`f.${column}`, values.length > 0 ? values.map(encodeURIComponent).join('|') : undefined]));
}

export function filtersOf(params: Params): Filters {
  const named = Object.entries(params).filter(([name, value]) => name.startsWith('f.') && value !== undefined);
  return Object.fromEntries(named.map(([name, value = '']) => [name.slice(2), value.split('|').map(decodeURIComponent)]));
}

export function goTo(href: string): void {
  window.location.hash = href;
}

/** In place of where it is, which is no way back any more. */
export function goInstead(href: string): void {
  window.history.replaceState(null, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function parse(hash: string): { screen: string; params: Params } {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { screen: path || 'home', params: Object.fromEntries(new URLSearchParams(query)) };
}

function subscribe(heard: () => void): () => void {
  window.addEventListener('hashchange', heard);
  return () => window.removeEventListener('hashchange', heard);
}

export function useRoute() {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parse(hash), [hash]);
}

/** The parameters of the current screen, and a way to change some of them in place. */
export function useParams(): [Params, (change: Params) => void] {
  const { params } = useRoute();
  const change = useCallback((change: Params) => {
    const now = parse(window.location.hash);
    goInstead(hrefOf(now.screen as Screen, { ...now.params, ...change }));
  }, []);
  return [params, change];
}

/** The screen that shows a collection. */
const screenOf: Record<string, Screen> = {
  users: 'users',
  'guest-users': 'guest-users',
  'deleted-users': 'deleted-users',
  'password-expiry': 'password-expiry',
  groups: 'groups',
  licenses: 'licenses',
  subscriptions: 'products',
  invoices: 'invoices',
  catalog: 'purchase',
  partners: 'partner',
  'partner-link': 'partner',
  'delegated-admin-relationships': 'partner',
  contracts: 'partner',
  'customer-subscriptions': 'partner',
  customers: 'partner',
  'partner-catalog': 'purchase',
  'service-health': 'service-health',
  issues: 'issues',
  domains: 'domains',
  roles: 'roles',
  'registration-details': 'password-reset',
  'authorization-policy': 'password-reset',
  'authentication-methods-policy': 'password-reset',
  outbox: 'outbox',
};

/** A screen that shows several collections has a part for each. */
const partOf = (collection: string) => (screenOf[collection] === 'partner' || collection === 'partner-catalog' ? collection : undefined);

/** Where an object is shown, for links from alerts and operations. */
export function hrefOfObject(collection: string, id: string | null): string {
  const screen = screenOf[collection] ?? 'home';
  return hrefOf(screen, { ...begin[screen], tab: partOf(collection), id: id ?? undefined });
}

/** Where what a search found is shown: in the list that the same words narrow, where it has a field for them. */
export function hrefOfFound(collection: string, search: string, id?: string): string {
  return hrefOf(screenOf[collection] ?? 'home', { search: collection === 'domains' ? undefined : search, id });
}
