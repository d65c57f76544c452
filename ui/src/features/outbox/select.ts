// Which changes several can be selected of, and for what.
import type { Hold, OperationView } from '../../gen/types';

/** What is held for these was never tried: it is approved, and not tried again. */
export const untried: ReadonlySet<Hold> = new Set<Hold>(['age', 'review', 'destructive', 'money', 'dependency']);

/** A yes is all that it waits for. What depends on a change that was not made, or moves money, is looked at one by one. */
export function needsOnlyApproval({ state, hold }: OperationView): boolean {
  return state === 'held' && hold !== null && hold !== 'dependency' && hold !== 'money' && untried.has(hold);
}

/** What a customer is to get, of which several lines wait for one word. */
export interface Purchases {
  customer: string;
  name: string;
  lines: OperationView[];
}

/** The purchases that wait for a word, where a customer has more than one of them. */
export function purchases(all: readonly OperationView[]): Purchases[] {
  const waiting = all.filter(({ operation, state, hold }) => operation === 'buy-for-customer' && state === 'held' && hold === 'money');
  const customers = [...new Set(waiting.map((one) => one.target.id))];
  const of = (customer: string) => waiting.filter((one) => one.target.id === customer);
  return customers.map((customer) => ({ customer, name: of(customer)[0]?.target.name ?? customer, lines: of(customer) })).filter(({ lines }) => lines.length > 1);
}

/** How many licences the lines are in all; none where one of them is not known. */
export function licensesOf(lines: readonly OperationView[]): number | null {
  const counts = lines.map(({ input }) => input.quantity);
  return counts.every((count) => typeof count === 'number') ? counts.reduce((sum, count) => sum + count, 0) : null;
}

/** Nothing of it was ever on its way, and nobody else is asked to pay. */
export function canHandOn({ state, hold, attempts }: OperationView): boolean {
  const held = state === 'held' && hold !== null && hold !== 'money' && untried.has(hold);
  return attempts === 0 && (held || state === 'queued' || state === 'conflict');
}
