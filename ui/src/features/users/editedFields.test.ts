// Only what really differs is asked for.
import { expect, it } from 'vitest';
import type { UserRow } from '../../gen/types';
import { addressesOf, editedFields, hireDateOf, isMasteredOnPremises } from './editedFields';

const row = { department: 'Salg', jobTitle: null, businessPhones: ['22 00 00 00'], accountEnabled: true, onPremisesSyncEnabled: true } as UserRow;

it('leaves out what was typed and taken back', () => {
  expect(editedFields(row, { department: 'Salg', jobTitle: null, businessPhones: ['22 00 00 00'], accountEnabled: true })).toEqual({});
});

it('keeps what differs, a cleared field as null', () => {
  expect(editedFields(row, { department: null, businessPhones: [], accountEnabled: false })).toEqual({
    department: null,
    businessPhones: [],
    accountEnabled: false,
  });
});

it('says which fields belong to the directory on the premises, of who is kept there', () => {
  expect(isMasteredOnPremises(row, 'jobTitle')).toBe(true);
  expect(isMasteredOnPremises(row, 'usageLocation')).toBe(false);
  expect(isMasteredOnPremises({ ...row, onPremisesSyncEnabled: null }, 'jobTitle')).toBe(false);
});

it('reads addresses and a day as they are typed', () => {
  expect(addressesOf('kari@example.org, ola@example.org;\n\nliv@example.org')).toEqual(['kari@example.org', 'ola@example.org', 'liv@example.org']);
  expect(addressesOf(' ')).toEqual([]);
  expect(hireDateOf('2026-01-31')).toBe('2026-01-31T00:00:00Z');
  expect(hireDateOf('')).toBeNull();
});
