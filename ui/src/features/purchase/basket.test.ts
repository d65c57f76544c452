import { expect, it } from 'vitest';
import { withOneMore } from './useBasket';

it('adds a product once, and one more of what is in it', () => {
  const first = withOneMore([], 'a');
  expect(first).toEqual([{ id: 'a', quantity: 1, name: '' }]);
  const both = withOneMore([...first, { id: 'b', quantity: 4, name: 'B' }], 'b');
  expect(both.map((one) => one.quantity)).toEqual([1, 5]);
});
