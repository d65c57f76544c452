import { expect, it } from 'vitest';
import type { OperationView } from '../gen/types';
import { inUndoTime, nextToLeave } from './undoTime';

const now = Date.parse('2026-11-22T12:00:00Z');
const operation = (id: string, change: Partial<OperationView> = {}) =>
  ({ id, state: 'queued', attempts: 0, queuedAt: `2026-11-22T11:59:5${id}Z`, notBefore: `2026-11-22T12:00:2${id}Z`, ...change }) as OperationView;

it('are those that wait for their undo time, the last one last', () => {
  expect(inUndoTime([operation('2'), operation('1')], now).map((one) => one.id)).toEqual(['1', '2']);
});

it.each([
  ['taken back', { state: 'discarded' }],
  ['tried before', { attempts: 1 }],
  ['past its undo time', { notBefore: '2026-11-22T12:00:00Z' }],
] as [string, Partial<OperationView>][])('is not one that was %s', (_, change) => {
  expect(inUndoTime([operation('1', change)], now)).toEqual([]);
});

it('is looked at again when the first one leaves', () => {
  expect(nextToLeave([operation('2'), operation('1')])).toBe(Date.parse('2026-11-22T12:00:21Z'));
  expect(nextToLeave([])).toBeNull();
});
