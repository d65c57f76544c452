// Columns give way from the end, the first one never.
import { expect, it } from 'vitest';
import { fit } from './fit';

const columns = [{ width: 200 }, { width: 100 }, { width: 100 }];

it.each([
  [1000, 3],
  [400, 3],
  [399, 2],
  [250, 1],
  [0, 1],
])('%i pixels hold %i', (available, count) => {
  expect(fit(columns, available)).toHaveLength(count);
});
