// What a field comes to when everything in the outbox is done.
import type { PendingField } from '../gen/types';

/** From what stands to the last wish, over all that build on each other; undefined when nothing waits. A secret has no value to show. */
export function pendingChange(pending: PendingField[], field: string | undefined): Pick<PendingField, 'field' | 'from' | 'to'> | undefined {
  const of = pending.filter((one) => one.field === field && !one.secret);
  const last = of.at(-1);
  if (!last) return undefined;
  // One field may hold several things (a licence each): what does not end where the next begins is about another.
  const from = of.reduceRight((from, one) => (JSON.stringify(one.to) === JSON.stringify(from) ? one.from : from), last.from);
  return { field: last.field, from, to: last.to };
}
