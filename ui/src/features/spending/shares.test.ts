import { expect, test } from 'vitest';
import { shares } from './shares';

test('the greatest month is the longest bar, and what was paid back has none', () => {
  expect(shares(['50', '100', '-20', '0'])).toEqual([49.5, 99, 0, 0]);
  expect(shares(['25', '0'], ['50', '100'])).toEqual([24.75, 0]);
  expect(shares(['-5'])).toEqual([0]);
});
