// Search, filters and order of a list, kept in the address; the columns chosen, kept on this machine.
import { useState } from 'react';
import { filterParams, filtersOf, useParams } from '../../app/route';
import type { Collection } from '../../app/query';
import type { TableSpec } from './spec';

export function useListState<C extends Collection>(spec: TableSpec<C>) {
  const [params, change] = useParams();
  const filters = filtersOf(params);
  const order = params.order ?? spec.order;
  return {
    search: params.search ?? '',
    filters,
    order,
    descending: params.order === undefined ? spec.descending === true : params.descending === '1',
    open: params.id,
    setSearch: (search: string) => change({ search }),
    setFilter: (column: string, values: string[]) => change(filterParams({ [column]: values })),
    clear: () => change({ search: undefined, ...filterParams(Object.fromEntries(Object.keys(filters).map((column) => [column, []]))) }),
    sortBy: (by: string, descending: boolean) => change({ order: by, descending: descending ? '1' : undefined }),
    setOpen: (id: string | undefined) => change({ id }),
  };
}

export type ListState = ReturnType<typeof useListState>;

/** The ids of the columns shown. What is stored is only a preference: anything unreadable is forgotten. */
export function useChosenColumns<C extends Collection>(spec: TableSpec<C>) {
  const key = `kontor.columns.${spec.collection}`;
  const [chosen, setChosen] = useState<string[]>(() => stored(key) ?? spec.columns.filter((one) => !one.extra).map((one) => one.id));
  const choose = (ids: string[]) => {
    setChosen(ids);
    localStorage.setItem(key, JSON.stringify(ids));
  };
  return [chosen, choose] as const;
}

function stored(key: string): string[] | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null;
  } catch {
    return null;
  }
}
