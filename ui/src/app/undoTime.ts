// Changes that were just queued and wait for their undo time to pass.
import type { Bulk, OperationView } from '../gen/types';

/** A change, or several that were queued in one step. */
export type Waiting = Pick<OperationView, 'id' | 'operation' | 'target' | 'state' | 'attempts' | 'queuedAt' | 'notBefore'> & { count?: number };

/** It waits for its undo time while none of it has moved. */
export function bulkAsOne({ id, operation, queuedAt, notBefore, count, names, states }: Bulk): Waiting {
  const [first] = states;
  const state = states.length === 1 && first ? first.state : 'waiting';
  return { id, operation, queuedAt, notBefore, count, state, attempts: 0, target: { collection: '', id: '', name: names[0] ?? '' } };
}

/** Those that nobody has tried to send yet and that may still be taken back by a word, the last one last. */
export function inUndoTime(operations: Waiting[], now: number): Waiting[] {
  return operations
    .filter(({ state, attempts, notBefore }) => state === 'queued' && attempts === 0 && new Date(notBefore).valueOf() > now)
    .sort((left, right) => new Date(left.queuedAt).valueOf() - new Date(right.queuedAt).valueOf());
}

/** When the first of them leaves; none when there are none. */
export function nextToLeave(operations: Waiting[]): number | null {
  const times = operations.map(({ notBefore }) => new Date(notBefore).valueOf());
  return times.length > 0 ? Math.min(...times) : null;
}
