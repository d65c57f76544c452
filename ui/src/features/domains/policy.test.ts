// What the form of a password policy asks for.
import { expect, it } from 'vitest';
import type { DomainRow } from '../../gen/types';
import { policyAsInput, policyForAll, policyOf } from './policy';

const row = { passwordValidityPeriodInDays: 90, passwordNotificationWindowInDays: 14 } as DomainRow;
const NEVER = 2_147_483_647;

it('asks only for what differs', () => {
  const policy = policyOf(row, {});
  expect(policyAsInput(row, policy, [])).toBeNull();
  expect(policyAsInput(row, { ...policy, validity: '120' }, [])).toEqual({ passwordValidityPeriodInDays: 120 });
  expect(policyAsInput(row, { ...policy, never: true }, [])).toEqual({ passwordValidityPeriodInDays: NEVER });
});

it('starts from what was asked for before, against what stood then', () => {
  const shown = { ...row, passwordValidityPeriodInDays: NEVER };
  const changes = [{ field: 'passwordValidityPeriodInDays', from: 90, to: NEVER, secret: false }];
  const policy = policyOf(shown, { passwordValidityPeriodInDays: NEVER });
  expect(policy.never).toBe(true);
  expect(policyAsInput(shown, policy, changes)).toEqual({ passwordValidityPeriodInDays: NEVER });
  expect(policyAsInput(shown, { ...policy, never: false, validity: '90' }, changes)).toBeNull();
});

it('asks every domain for the same, whatever stands there', () => {
  expect(policyForAll(policyOf(row, {}))).toEqual({ passwordValidityPeriodInDays: 90, passwordNotificationWindowInDays: 14 });
  expect(policyForAll({ never: true, validity: '90', notice: '14' })).toEqual({ passwordValidityPeriodInDays: NEVER });
  expect(policyForAll({ never: false, validity: '', notice: '7' })).toEqual({ passwordNotificationWindowInDays: 7 });
  expect(policyForAll({ never: false, validity: ' ', notice: '' })).toBeNull();
});
