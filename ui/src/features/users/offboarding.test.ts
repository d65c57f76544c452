// Only what there is to do is planned, in the order in which it is done.
import { expect, it } from 'vitest';
import type { LicenseOfUser, UserRow } from '../../gen/types';
import { directLicenses, planned, preselected, steps } from './offboarding';

const license = (skuId: string, assignedByGroup: string | null) => ({ skuId, assignedByGroup, disabledPlans: [] }) as unknown as LicenseOfUser;
const row = { id: 'a', accountEnabled: true, manager: 'm', licenses: [license('one', null), license('two', 'group'), license('three', null), license('three', 'group')] } as unknown as UserRow;

it('takes away what was given directly and leaves what a group gives', () => {
  expect(directLicenses(row)).toEqual(['one', 'three']);
  expect(planned('licenses', { ...row, licenses: [] }, '', [], null)).toEqual([]);
});

it('plans nothing that is so already', () => {
  expect(planned('block', { ...row, accountEnabled: false }, '', [], null)).toEqual([]);
  expect(planned('manager', { ...row, manager: null }, '', [], null)).toEqual([]);
  expect(planned('password', row, '', [], null)).toEqual([]);
});

it('hands each report over, and nobody to themselves', () => {
  const inputs = planned('reports', row, '', ['b', 'c'], 'c').map((one) => one.input);
  expect(inputs).toEqual([{ managerId: 'c' }, { managerId: null }]);
});

it('deletes last, and only when that was chosen', () => {
  expect(steps.at(-1)).toBe('delete');
  expect(preselected).not.toContain('delete');
});
