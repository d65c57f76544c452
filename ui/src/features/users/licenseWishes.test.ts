import { describe, expect, it } from 'vitest';
import type { LicenseOfUser } from '../../gen/types';
import { presentBefore, wishesOf, isInherited, present, wishesAsInput } from './licenseWishes';

const license = (skuId: string, disabledPlans: string[] = [], assignedByGroup: string | null = null) => ({ skuId, disabledPlans, assignedByGroup }) as LicenseOfUser;

describe('licences as they are wished', () => {
  const has = present([license('E3', ['SWAY', 'TEAMS']), license('VISIO')]);

  it('are no change while they are as they stand, in whatever order', () => {
    expect(wishesAsInput(has, {})).toBeNull();
    expect(wishesAsInput(has, { e3: ['teams', 'sway'], visio: [], power: null })).toBeNull();
  });

  it('replace the list of apps that are off, and leave the other products alone', () => {
    expect(wishesAsInput(has, { e3: ['teams'] })).toEqual({ addLicenses: [{ skuId: 'e3', disabledPlans: ['teams'] }], removeLicenses: [] });
  });

  it('are given with apps off, and taken', () => {
    expect(wishesAsInput(has, { power: ['flow'], visio: null })).toEqual({ addLicenses: [{ skuId: 'power', disabledPlans: ['flow'] }], removeLicenses: ['visio'] });
  });
});

it.each([
  [[license('E3', [], 'group')], true],
  [[license('E3', [], 'group'), license('E3')], false],
  [[license('E3')], false],
  [[], false],
])('a licence is inherited when it came by groups alone: %o', (licenses, inherited) => expect(isInherited(licenses, 'e3')).toBe(inherited));

it('an operation that is edited starts from its wishes, against what stood before it', () => {
  const input = { addLicenses: [{ skuId: 'A', disabledPlans: ['P'] }], removeLicenses: ['B'] };
  const changes = [
    { field: 'assignedLicenses', from: null, to: { skuId: 'A', disabledPlans: ['P'] }, secret: false },
    { field: 'assignedLicenses', from: { skuId: 'B', disabledPlans: [] }, to: null, secret: false },
  ];
  expect(wishesOf(input)).toEqual({ a: ['p'], b: null });
  expect(presentBefore(changes)).toEqual({ a: null, b: [] });
  expect(wishesAsInput(presentBefore(changes), wishesOf(input))).toEqual({ addLicenses: [{ skuId: 'a', disabledPlans: ['p'] }], removeLicenses: ['b'] });
});
