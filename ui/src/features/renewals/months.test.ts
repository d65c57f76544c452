import { expect, test } from 'vitest';
import { byMonth, kindOf } from './months';

test('rows keep their order within months, and those without a date stand by themselves', () => {
  const rows = ['2026-11-20T12:00:00Z', '2026-12-02T12:00:00Z', '2026-12-24T12:00:00Z', null].map((at) => ({ at }));
  expect(byMonth(rows).map(([month, of]) => [month, of.length])).toEqual([
    ['2026-11', 1],
    ['2026-12', 2],
    ['', 1],
  ]);
});

test('a trial is a trial whatever its term, and an unknown term stays unknown', () => {
  expect(kindOf({ isTrial: true, term: 'month' })).toBe('trial');
  expect(kindOf({ isTrial: null, term: 'unknown' })).toBe('unknown');
});
