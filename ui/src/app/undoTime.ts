// Changes that were just queued and wait for their undo time to pass.
import type { OperationView } from '../gen/types';

/** Those that nobody has tried to send yet and that may still be taken back by a word, the last one last. */
export function inUndoTime(operations: OperationView[], now: number): OperationView[] {
  return operations
    .filter(({ state, attempts, notBefore }) => state === 'queued' && attempts === 0 && new Date(notBefore).valueOf() > now)
    .sort((left, right) => new Date(left.queuedAt).valueOf() - new Date(right.queuedAt).valueOf());
}

/** When the first of them leaves; none when there are none. */
export function nextToLeave(operations: OperationView[]): number | null {
  const times = operations.map(({ notBefore }) => new Date(notBefore).valueOf());
  return times.length > 0 ? Math.min(...times) : null;
}
