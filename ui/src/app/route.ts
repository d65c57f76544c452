// Where the window is: a screen and its parameters, kept in the address so that going back works.
import { useCallback, useMemo, useSyncExternalStore } from 'react';

export type Screen =
  | 'home'
  | 'users'
  | 'guest-users'
  | 'licenses'
  | 'products'
  | 'invoices'
  | 'domains'
  | 'password-expiry'
  | 'outbox';

/** `id` is the open object, `search`, `order` and `descending` those of the list, `f.<column>` its filters. */
export type Params = Record<string, string | undefined>;

export function hrefOf(screen: Screen, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value) query.set(name, value);
  const text = query.toString();
  return `#/${screen}${text ? `?${text}` : ''}`;
}

export function goTo(screen: Screen, params: Params = {}): void {
  window.location.hash = hrefOf(screen, params);
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
    window.history.replaceState(null, '', hrefOf(now.screen as Screen, { ...now.params, ...change }));
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }, []);
  return [params, change];
}

/** The screen that shows a collection, for links from alerts and operations. */
export const screenOf: Record<string, Screen> = {
  users: 'users',
  'guest-users': 'guest-users',
  'password-expiry': 'password-expiry',
  licenses: 'licenses',
  subscriptions: 'products',
  invoices: 'invoices',
  domains: 'domains',
  outbox: 'outbox',
};
