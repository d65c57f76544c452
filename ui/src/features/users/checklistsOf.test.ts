// A checklist is found by whom its first step is about, and shows what took the place of a step.
import { expect, it } from 'vitest';
import type { OperationView } from '../../gen/types';
import { checklistsOf } from './checklistsOf';

const one = (id: string, target: string, checklist: string | null, replacedBy: string | null = null) => ({ id, target: { id: target }, checklist, replacedBy }) as unknown as OperationView;

it('keeps what is somebody else\'s, or was queued alone, out of it', () => {
  const outbox = [one('1', 'a', null), one('2', 'a', '2'), one('3', 'report', '2', '5'), one('4', 'b', '4'), one('5', 'report', null)];
  const ids = (of: string) => checklistsOf(outbox, of).map((list) => list.map((step) => step.id));
  expect(ids('a')).toEqual([['2', '5']]);
  expect(ids('b')).toEqual([['4']]);
  expect(ids('report')).toEqual([]);
});
