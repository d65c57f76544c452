// Which operations were queued together for somebody.
import type { OperationView } from '../../gen/types';

/** The checklists whose first step is about this person, the oldest first. What was edited stands as what took its place. */
export function checklistsOf(outbox: OperationView[], id: string): OperationView[][] {
  const heads = outbox.filter((one) => one.checklist === one.id && one.target.id === id);
  const byId = new Map(outbox.map((one) => [one.id, one]));
  const newest = (one: OperationView): OperationView => {
    const next = one.replacedBy === null ? undefined : byId.get(one.replacedBy);
    return next ? newest(next) : one;
  };
  return heads.map((head) => outbox.filter((one) => one.checklist === head.id).map(newest));
}
