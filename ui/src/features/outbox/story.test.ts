import { describe, expect, it } from 'vitest';
import type { Action, Connection, OperationView } from '../../gen/types';
import { storyOf } from './story';

const error = { code: 'refused', message: 'No.' } as const;
const operation = (change: Partial<OperationView>, actions: Action[] = []) => ({ hold: null, evidence: null, sentAt: null, error: null, waitsFor: null, acknowledged: false, actions, ...change }) as OperationView;

describe('what a card says', () => {
  it.each([
    ['denied', ['approve', 'discard']],
    ['outcome-unknown', ['approve', 'discard']],
    ['target-gone', ['discard', 'approve']],
    ['secret-gone', ['discard', 'approve']],
    ['name-taken', ['approve', 'discard']],
  ] as const)('begins with the step that helps when it is held: %s', (hold, steps) => {
    const story = storyOf(operation({ state: 'held', hold }, ['approve', 'discard']), 'online');
    expect([story.urgent, story.steps]).toEqual([true, steps]);
  });

  it('lets no step stand out where it depends on what the admin finds out first', () => {
    const advised = (change: Partial<OperationView>) => storyOf(operation(change, ['approve', 'resolve', 'discard']), 'online').advised;
    expect([advised({ state: 'held', hold: 'outcome-unknown' }), advised({ state: 'held', hold: 'dependency' }), advised({ state: 'conflict' })]).toEqual([false, false, false]);
    expect(advised({ state: 'held', hold: 'review' })).toBe(true);
  });

  it('offers in a conflict to keep one of the two, and no third way that means the same', () => {
    expect(storyOf(operation({ state: 'conflict' }, ['resolve', 'discard']), 'online').steps).toEqual(['mine', 'theirs']);
  });

  it('is edited when a refused change needs a password that was wiped', () => {
    const reset = { state: 'failed', error, operation: 'reset-password' } as const;
    expect(storyOf(operation(reset, ['edit', 'acknowledge']), 'online')).toMatchObject({ next: 'story.askAnew', steps: ['edit', 'acknowledge'] });
    expect(storyOf(operation({ state: 'failed', error }, ['retry', 'acknowledge']), 'online')).toMatchObject({ next: 'story.seeTo', steps: ['retry', 'acknowledge'] });
  });

  it('offers no form where there is nothing to be changed', () => {
    const held = { state: 'held', hold: 'destructive' } as const;
    expect(storyOf(operation({ ...held, operation: 'delete-user' }, ['approve', 'edit', 'discard']), 'online').steps).toEqual(['approve', 'discard']);
    expect(storyOf(operation({ ...held, operation: 'update-user' }, ['approve', 'edit', 'discard']), 'online').steps).toEqual(['approve', 'edit', 'discard']);
  });

  it.each([
    [{}, 'online', 'story.goesOut'],
    [{ error }, 'online', 'story.again'],
    [{}, 'offline', 'story.offline'],
    [{ waitsFor: 'an-earlier-one' }, 'offline', 'story.behind'],
  ] as [Partial<OperationView>, Connection, string][])('says what a queued one waits for: %o, %s', (change, connection, next) => {
    const story = storyOf(operation({ state: 'queued', ...change }, ['discard']), connection);
    expect([story.urgent, story.next]).toEqual([false, next]);
  });

  it('leaves what is done elsewhere to the steps on the card', () => {
    const story = storyOf(operation({ state: 'guided', operation: 'change-license-count' }, ['edit', 'discard']), 'online');
    expect(story).toEqual({ happened: 'state.guided.text', next: null, steps: ['edit', 'discard'], urgent: false, advised: false });
  });

  it('does not claim that a mail was seen to arrive', () => {
    const done = (kind: 'accepted' | 'seen') => storyOf(operation({ state: 'done', evidence: { kind, at: '2026-01-01T00:00:00Z', requestId: null } }), 'online');
    expect([done('accepted').happened, done('seen').happened]).toEqual(['story.accepted', 'state.done.text']);
  });

  it('does not claim that nothing was changed when it was given up after sending', () => {
    expect(storyOf(operation({ state: 'discarded', sentAt: '2026-01-01T00:00:00Z' }), 'online').happened).toBe('story.givenUp');
    expect(storyOf(operation({ state: 'discarded' }), 'online').happened).toBe('state.discarded.text');
  });
});
