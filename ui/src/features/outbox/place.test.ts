import { expect, it } from 'vitest';
import type { State } from '../../gen/types';
import { placeOf, placeOfBulk } from './place';

const places = (states: State[], acknowledged = false) => states.map((state) => placeOf({ state, acknowledged }));

it('is with the admin while a person is needed, a refusal included', () => {
  expect(places(['held', 'conflict', 'failed', 'guided'])).toEqual(['needs', 'needs', 'needs', 'needs']);
});

it('is over once the admin has noted a refusal', () => {
  expect(places(['failed', 'held'], true)).toEqual(['over', 'needs']);
});

it('is under way while Kontor or Microsoft is at it', () => {
  expect(places(['queued', 'sending', 'waiting', 'unknown'])).toEqual(['waits', 'waits', 'waits', 'waits']);
});

it('is with the admin when the state is one that this window does not know', () => {
  expect(places(['postponed' as State])).toEqual(['needs']);
});

it.each([
  ['needs', { states: [{ state: 'done', count: 3 }, { state: 'held', count: 1 }], steps: [] }],
  ['waits', { states: [{ state: 'done', count: 3 }, { state: 'queued', count: 1 }], steps: [] }],
  ['needs', { states: [{ state: 'failed', count: 1 }], steps: [{ step: 'acknowledge', count: 1 }] }],
  ['over', { states: [{ state: 'failed', count: 1 }, { state: 'discarded', count: 2 }], steps: [] }],
] as const)('a bulk is with the admin as long as one of it is (%s)', (place, bulk) => {
  expect(placeOfBulk({ states: [...bulk.states], steps: [...bulk.steps] })).toBe(place);
});
