// What a list screen says about itself: a new collection's screen is a short list of columns.
import type { ParseKeys } from 'i18next';
import type { ReactNode } from 'react';
import type { Collection, TypedItem } from '../../app/query';

/** A value as it stands in a file: a number without its language, a date as `dateCell` writes it. */
export type FileValue = string | number | null;

interface Shown {
  id: string;
  header: ParseKeys;
  /** The least width in pixels; what is left over is shared by `grow`. */
  width: number;
  grow?: number;
  /** The named order of the collection that sorts by this column. */
  order?: string;
  /** Figures stand at the right, in tabular digits. */
  end?: boolean;
  /** Graph's field under this column: its pending change shows here. */
  field?: string;
  /** Not shown until chosen. */
  extra?: boolean;
}

/** What a cell shows that is more than a text is said once more for files. */
export type Column<C extends Collection> = Shown &
  (
    | { cell: (row: TypedItem<C>['row']) => string; value?: (row: TypedItem<C>['row']) => FileValue }
    | { cell: (row: TypedItem<C>['row']) => ReactNode; value: (row: TypedItem<C>['row']) => FileValue }
  );

export interface Filter {
  /** A column of the collection. */
  column: string;
  label: ParseKeys;
  /** Accepted values with their names; left out, the values are those that the collection has. */
  options?: { value: string; label: ParseKeys }[];
  /** It depends on the time of asking: there is no such column, and so no count of each value. */
  computed?: boolean;
  /** Its value is two moments, FROM/UNTIL, and comes from elsewhere: here it can only be cleared. */
  range?: boolean;
  /** How a number that the collection has is written; such values stand in their own order. */
  text?: (value: number) => string;
  /** What a text that the collection has is called. */
  name?: (value: string) => string;
  /** It stands only where somebody has come to the list by it. */
  whenChosen?: boolean;
}

export interface TableSpec<C extends Collection> {
  collection: C;
  title: ParseKeys;
  /** One sentence for an empty list. */
  empty: ParseKeys;
  columns: Column<C>[];
  filters: Filter[];
  search: boolean;
  order: string;
  /** Whether the list starts with the greatest. */
  descending?: boolean;
  name: (row: TypedItem<C>['row']) => string;
  /** Buttons in the detail panel. */
  actions?: (row: TypedItem<C>['row']) => ReactNode;
}
