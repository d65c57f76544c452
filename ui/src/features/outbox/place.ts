// Where an operation belongs in the outbox: with the admin, under way, or over.
import type { OperationView, State } from '../../gen/types';

export type Place = 'needs' | 'waits' | 'over';

const places: Record<State, Place> = {
  queued: 'waits',
  sending: 'waits',
  unknown: 'waits',
  waiting: 'waits',
  held: 'needs',
  conflict: 'needs',
  guided: 'needs',
  // It is over for Microsoft, and not for the admin who wanted it.
  failed: 'needs',
  done: 'over',
  discarded: 'over',
  replaced: 'over',
};

/** A state that this window does not know yet is for the admin to look at. */
export function placeOf(state: State): Place {
  return places[state] ?? 'needs';
}

/** Whether an earlier operation on the same object, which is not over, holds this one up. `all` is in outbox order. */
export function isBehind(operation: OperationView, all: OperationView[]): boolean {
  const { collection, id } = operation.target;
  const before = all.slice(0, all.findIndex((one) => one.id === operation.id));
  return before.some(({ state, target }) => target.collection === collection && target.id === id && placeOf(state) !== 'over' && state !== 'failed');
}
