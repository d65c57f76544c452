import { expect, it } from 'vitest';
import type { State } from '../../gen/types';
import { placeOf } from './place';

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
