// Only what really differs is asked for.
import { expect, it } from 'vitest';
import type { UserRow } from '../../gen/types';
import { editedFields } from './editedFields';

const row = { department: 'Salg', jobTitle: null, businessPhones: ['22 00 00 00'], accountEnabled: true } as UserRow;

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
