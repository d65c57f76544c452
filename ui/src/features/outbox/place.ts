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
  failed: 'needs',
  done: 'over',
  discarded: 'over',
  replaced: 'over',
};

/** A refusal is the admin's until it was noted; so is a state that this window does not know yet. */
export function placeOf({ state, acknowledged }: Pick<OperationView, 'state' | 'acknowledged'>): Place {
  return state === 'failed' && acknowledged ? 'over' : (places[state] ?? 'needs');
}
