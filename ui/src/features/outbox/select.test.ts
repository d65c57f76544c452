import { describe, expect, it } from 'vitest';
import type { OperationView } from '../../gen/types';
import { licensesOf, purchases } from './select';

const line = (customer: string, quantity: unknown, change: Partial<OperationView> = {}) =>
  ({ operation: 'buy-for-customer', state: 'held', hold: 'money', target: { collection: 'customers', id: customer, name: `Customer ${customer}` }, input: { quantity }, ...change }) as OperationView;

describe('purchases that are confirmed by one word', () => {
  it('are those of one customer, where more than one line waits', () => {
    const all = [line('a', 1), line('b', 2), line('a', 3)];
    expect(purchases(all)).toEqual([{ customer: 'a', name: 'Customer a', lines: [all[0], all[2]] }]);
    expect(purchases([line('a', 1)])).toEqual([]);
  });

  it('are none that were sent and whose outcome is unknown, none that go already, and nothing else that costs money', () => {
    const others: Partial<OperationView>[] = [{ hold: 'outcome-unknown' }, { state: 'queued', hold: null }, { operation: 'change-seats' }];
    expect(others.flatMap((other) => purchases([line('a', 1), line('a', 2, other)]))).toEqual([]);
  });

  it('have a number of licenses in all where each is known', () => {
    expect(licensesOf([line('a', 4), line('a', 3)])).toBe(7);
    expect(licensesOf([line('a', 4), line('a', '3')])).toBeNull();
  });
});
