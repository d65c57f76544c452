// The phase turns at the very moment.
import { expect, it } from 'vitest';
import { phase } from './phase';

const expiry = { at: '2026-12-01T00:00:00Z', noticeFrom: '2026-11-17T00:00:00Z' };

it.each([
  ['2026-11-16T23:59:59Z', 'later'],
  ['2026-11-17T00:00:00Z', 'notice'],
  ['2026-11-30T23:59:59Z', 'notice'],
  ['2026-12-01T00:00:00Z', 'ended'],
])('%s: %s', (now, expected) => {
  expect(phase(expiry, new Date(now).valueOf())).toBe(expected);
});

it('has no phase without a date', () => {
  expect(phase({ at: null, noticeFrom: null }, 0)).toBeNull();
});
