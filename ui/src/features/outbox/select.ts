// Which changes several can be selected of, and for what.
import type { Hold, OperationView } from '../../gen/types';

/** What is held for these was never tried: it is approved, and not tried again. */
export const untried: ReadonlySet<Hold> = new Set<Hold>(['age', 'review', 'destructive', 'money', 'dependency']);

/** A yes is all that it waits for. What depends on a change that was not made, or moves money, is looked at one by one. */
export function needsOnlyApproval({ state, hold }: OperationView): boolean {
  return state === 'held' && hold !== null && hold !== 'dependency' && hold !== 'money' && untried.has(hold);
}

/** Nothing of it was ever on its way, and nobody else is asked to pay. */
export function canHandOn({ state, hold, attempts }: OperationView): boolean {
  const held = state === 'held' && hold !== null && hold !== 'money' && untried.has(hold);
  return attempts === 0 && (held || state === 'queued' || state === 'conflict');
}
