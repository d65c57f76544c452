import { describe, expect, it } from 'vitest';
import type { OperationView, State } from '../../gen/types';
import { isBehind, placeOf } from './place';

const operation = (id: string, target: string, state: State) => ({ id, state, target: { collection: 'users', id: target, name: target } }) as OperationView;

describe('where an operation belongs', () => {
  it('is with the admin while a person is needed, a refusal included', () => {
    expect((['held', 'conflict', 'failed', 'guided'] as const).map(placeOf)).toEqual(['needs', 'needs', 'needs', 'needs']);
  });

  it('is under way while Kontor or Microsoft is at it', () => {
    expect((['queued', 'sending', 'waiting', 'unknown'] as const).map(placeOf)).toEqual(['waits', 'waits', 'waits', 'waits']);
  });

  it('is with the admin when the state is one that this window does not know', () => {
    expect(placeOf('postponed' as State)).toBe('needs');
  });
});

describe('what stands before an operation', () => {
  const last = operation('last', 'ada', 'queued');
  it.each([
    ['an earlier change for the same person', operation('first', 'ada', 'held'), true],
    ['one for somebody else', operation('first', 'kim', 'held'), false],
    ['one that is over', operation('first', 'ada', 'done'), false],
    ['one that was refused', operation('first', 'ada', 'failed'), false],
  ])('%s', (_, first, behind) => expect(isBehind(last, [first, last])).toBe(behind));

  it('is nothing that was queued later', () => expect(isBehind(last, [last, operation('later', 'ada', 'held')])).toBe(false));
});
