// What the form of the lock gives is what core is asked for.
import { expect, it } from 'vitest';
import { asked, firstWish, isComplete, minutesOf } from './wish';

const set = { afterMinutes: 5, full: true };

it('needs a passphrase twice, and long enough, where there is none', () => {
  const first = firstWish(null);
  expect(isComplete(first, null)).toBe(false);
  expect(isComplete({ ...first, passphrase: 'fjordlys', again: 'fjordlis' }, null)).toBe(false);
  expect(isComplete({ ...first, passphrase: 'fjord', again: 'fjord' }, null)).toBe(false);
  expect(isComplete({ ...first, passphrase: 'fjordlys', again: 'fjordlys' }, null)).toBe(true);
});

it('needs the one in force for any change, and keeps it when no other is given', () => {
  const next = firstWish(set);
  expect(isComplete(next, set)).toBe(false);
  expect(isComplete({ ...next, passphrase: 'fjordlys', again: 'fjordlys' }, set)).toBe(false);
  expect(isComplete({ ...next, current: 'a', passphrase: 'fjord', again: 'fjord' }, set)).toBe(false);
  expect(isComplete({ ...next, current: 'a' }, set)).toBe(true);
  expect(asked({ ...next, current: 'a' }, true)).toEqual({ lock: set, current: 'a' });
});

it('never locks by itself where nothing is chosen, and not at all when it is turned off', () => {
  const wish = { ...firstWish(null), passphrase: 'fjordlys', again: 'fjordlys', after: '' };
  expect(asked(wish, true)).toEqual({ lock: { afterMinutes: null, full: false }, passphrase: 'fjordlys' });
  expect(asked({ ...wish, current: 'a' }, false)).toEqual({ lock: null, current: 'a' });
});

it('offers the minutes that are set, whoever set them', () => {
  expect(minutesOf(set)).toEqual([1, 5, 15, 30, 60]);
  expect(minutesOf({ ...set, afterMinutes: 9 })).toEqual([1, 5, 9, 15, 30, 60]);
});
