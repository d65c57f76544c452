// A month is laid out in whole weeks, and keys lead where they should.
import { describe, expect, it } from 'vitest';
import { dayKey, dayOf, daysOf, moved, nextDay } from './month';

const on = (key: string) => dayOf(key);

describe('a month', () => {
  it('begins with the first day of the week and ends with the last', () => {
    const days = daysOf(on('2026-12-15'), 1).map(dayKey);
    expect(days[0]).toBe('2026-11-30');
    expect(days.at(-1)).toBe('2027-01-03');
    expect(days).toHaveLength(35);
    expect(dayKey(daysOf(on('2026-12-15'), 0)[0] as Date)).toBe('2026-11-29');
    expect(daysOf(on('2027-02-01'), 1)).toHaveLength(28);
  });

  it('has each day once, though clocks are put forward and back', () => {
    for (const month of ['2026-03-10', '2026-10-10']) expect(new Set(daysOf(on(month), 1).map(dayKey)).size).toBe(daysOf(on(month), 1).length);
    expect(dayKey(nextDay(on('2026-12-31')))).toBe('2027-01-01');
  });
});

it.each([
  ['ArrowRight', '2026-02-01'],
  ['ArrowUp', '2026-01-24'],
  ['Home', '2026-01-26'],
  ['End', '2026-02-01'],
  ['PageDown', '2026-02-28'],
  ['PageUp', '2025-12-31'],
])('%s leads from the last of January to %s', (key, to) => {
  expect(dayKey(moved(on('2026-01-31'), key, 1) as Date)).toBe(to);
});

it('a day that cannot be is today', () => {
  for (const key of [undefined, 'x', '2026-02-30']) expect(dayKey(dayOf(key))).toBe(dayKey(new Date()));
  expect(moved(on('2026-01-31'), 'a', 1)).toBeUndefined();
});
