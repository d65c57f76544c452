// Which rows of a list are selected: those named, or all that the list finds, read or not, less those taken out.
import { useState } from 'react';
import type { Selection } from '../../gen/types';

interface Chosen {
  /** Whether it is all but `ids`, instead of `ids` alone. */
  all: boolean;
  ids: ReadonlySet<string>;
  /** Where a range begins. */
  from: number;
}

const none: Chosen = { all: false, ids: new Set(), from: 0 };

/** `found` is what the list finds; what is selected is forgotten when that changes. */
export function useSelection(found: Selection, total: number | null) {
  const of = JSON.stringify(found);
  const [kept, keep] = useState({ of, chosen: none });
  const chosen = kept.of === of ? kept.chosen : none;
  const set = (next: Chosen) => keep({ of, chosen: next });
  const has = (id: string) => chosen.ids.has(id) !== chosen.all;
  const put = (ids: string[], on: boolean, from: number) => {
    const next = new Set(chosen.ids);
    for (const id of ids) {
      if (on !== chosen.all) next.add(id);
      else next.delete(id);
    }
    set({ ...chosen, ids: next, from });
  };
  const count = chosen.all ? (total === null ? null : total - chosen.ids.size) : chosen.ids.size;
  return {
    has,
    /** How many; null while it is not known how many there are. */
    count,
    isAll: chosen.all && chosen.ids.size === 0,
    none: () => set(none),
    all: () => set({ ...none, all: true }),
    toggle: (id: string, at: number) => put([id], !has(id), at),
    /** From the row that was last toggled to this one. */
    upTo: (ids: string[], at: number) => put(ids.slice(Math.min(chosen.from, at), Math.max(chosen.from, at) + 1), true, chosen.from),
    /** For core. */
    selection: chosen.all ? { ...found, except: [...chosen.ids] } : { collection: found.collection, ids: [...chosen.ids] },
  };
}

export type Picked = ReturnType<typeof useSelection>;
