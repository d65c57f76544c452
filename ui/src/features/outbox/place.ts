// Where an operation belongs in the outbox: with the admin, under way, or over.
import type { Bulk, OperationView, State } from '../../gen/types';

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

/** With the admin as long as one of them is; over when all are. */
export function placeOfBulk({ states, steps }: Pick<Bulk, 'states' | 'steps'>): Place {
  const noted = !steps.some((one) => one.step === 'acknowledge');
  const at = new Set(states.map(({ state }) => placeOf({ state, acknowledged: noted })));
  return at.has('needs') ? 'needs' : at.has('waits') ? 'waits' : 'over';
}
