import { expect, it } from 'vitest';
import type { PendingField } from '../gen/types';
import { pendingChange } from './pendingChange';

const change = (field: string, from: unknown, to: unknown, secret = false) => ({ field, from, to, secret }) as PendingField;

it('goes from what stands to the last wish', () => {
  const pending = [change('city', 'Oslo', 'Bergen'), change('jobTitle', null, 'Cook'), change('city', 'Bergen', 'Bodø')];
  expect(pendingChange(pending, 'city')).toEqual({ field: 'city', from: 'Oslo', to: 'Bodø' });
});

it('does not make one change out of two that are about different things', () => {
  const pending = [change('assignedLicenses', { skuId: 'a' }, null), change('assignedLicenses', { skuId: 'b' }, { skuId: 'b', disabledPlans: ['x'] })];
  expect(pendingChange(pending, 'assignedLicenses')).toEqual({ field: 'assignedLicenses', from: { skuId: 'b' }, to: { skuId: 'b', disabledPlans: ['x'] } });
});

it('is none where nothing waits, or only a secret', () => {
  expect(pendingChange([change('password', null, null, true)], 'password')).toBeUndefined();
  expect(pendingChange([], 'city')).toBeUndefined();
});
