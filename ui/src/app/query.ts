// Commands as cached queries. An answer stays good until the core says that something under it changed: nothing polls.
import { type Query, QueryClient, keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import * as commands from '../gen/commands';
import type { Error as Failure, Item, List, Rows } from '../gen/types';
import { type Changed, onChanged } from '../host';
import { isStale } from './invalidation';

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: Failure;
  }
}

type Command = keyof typeof commands.provides;
type Input<C extends Command> = Parameters<(typeof commands)[C]> extends [infer I] ? I : Record<string, never>;
type Output<C extends Command> = Awaited<ReturnType<(typeof commands)[C]>>;

export const queryClient = new QueryClient({
  defaultOptions: {
    // Every answer comes from the local store, so a network that is gone must not pause anything.
    queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always', gcTime: 0 },
  },
});

/** Asks again for what a change has made stale; none: for all. */
export async function dropStale(changed: Changed | null): Promise<void> {
  const stale = (query: Query) => changed === null || isStale(query.queryKey, changed);
  // A first answer that is under way may be from before the change, and would stand for good: it is asked for once more.
  const underWay = queryClient.getQueryCache().findAll({ fetchStatus: 'fetching', predicate: (query) => stale(query) && query.state.data === undefined });
  await queryClient.invalidateQueries({ predicate: stale });
  if (underWay.length > 0) await queryClient.invalidateQueries({ predicate: (query) => underWay.includes(query) });
}

/**
 * Drops what the core announces as changed. What it announces of the program comes after what tenants did before it: the words
 * of another language come when the names that it sorts anew are there.
 */
export function followChanges(): () => void {
  let under: Promise<unknown> = Promise.resolve();
  return onChanged((changed) => {
    const drop = () => dropStale(changed);
    under = changed?.tenant === null ? under.then(drop) : Promise.all([under, drop()]);
  });
}

/** The answer to a command; while another input loads, the previous answer stays, so that nothing flashes. */
export function useCommand<C extends Command>(command: C, input: Input<C>, enabled = true) {
  const run = commands[command] as unknown as (input: Input<C>) => Promise<Output<C>>;
  return useQuery({
    queryKey: [command, input],
    queryFn: () => run(input),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export type Collection = keyof Rows;
export type TypedItem<C extends Collection> = Omit<Item, 'row'> & { row: Rows[C] };

/** The first page is small, for it is waited for; who reads on wants much. */
const NEXT_PAGE = 1_000;

/** All pages of a list that were asked for so far. */
export function usePages<C extends Collection>(input: List & { collection: C }) {
  return useInfiniteQuery({
    queryKey: ['list', input],
    queryFn: ({ pageParam }) => commands.list(pageParam === null ? input : { ...input, after: pageParam, limit: NEXT_PAGE }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    select: (data) => ({
      items: data.pages.flatMap((page) => page.items as TypedItem<C>[]),
      total: data.pages[0]?.total ?? null,
      asOf: data.pages[0]?.asOf ?? null,
    }),
  });
}
