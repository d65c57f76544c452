import { describe, expect, it } from 'vitest';
import { countAsInput, countBefore, unassignFirst } from './licenseCount';

describe('the number of licenses', () => {
  it('asks for a whole number that is not there already, and for nothing else', () => {
    expect(countAsInput('30', 25)).toEqual({ totalLicenses: 30 });
    expect(countAsInput(' 30 ', null)).toEqual({ totalLicenses: 30 });
    for (const text of ['25', '', 'thirty', '30.5', '3e1', '0x1e', '99999999999999999999']) expect(countAsInput(text, 25), text).toBeNull();
  });

  it('leaves it to core to refuse a number that makes no sense, which says why', () => {
    expect([countAsInput('0', 25), countAsInput('-3', 25)]).toEqual([{ totalLicenses: 0 }, { totalLicenses: -3 }]);
  });

  it('stands below the changes that are laid over it', () => {
    const change = { field: 'totalLicenses', from: 25 };
    expect(countBefore({ totalLicenses: 30 }, [change, { ...change, from: 28 }])).toBe(25);
    expect(countBefore({ totalLicenses: 30 }, [{ ...change, from: null }])).toBeNull();
    expect(countBefore({ totalLicenses: 25 }, [])).toBe(25);
  });

  it('says how many would be left without one', () => {
    expect(unassignFirst({ available: 4 }, -6)).toBe(2);
    expect(unassignFirst({ available: 4 }, -4)).toBe(0);
    expect(unassignFirst({ available: -2 }, 1)).toBe(0);
    expect(unassignFirst({ available: null }, -6)).toBe(0);
  });
});
