// What the form of a new user asks for.
import { expect, it } from 'vitest';
import type { DomainRow } from '../../gen/types';
import { domainOf, newUserAsInput, newUserOf, signInDomains } from './newUser';

const domain = (id: string, change: Partial<DomainRow> = {}) => ({ id, isVerified: true, isDefault: false, authenticationType: 'Managed', ...change }) as DomainRow;

it('offers verified domains with sign-in at Microsoft, the default one first', () => {
  const rows = [domain('a.example'), domain('open.example', { isVerified: false }), domain('b.example', { isDefault: true }), domain('fed.example', { authenticationType: 'Federated' })];
  expect(signInDomains(rows)).toEqual(['b.example', 'a.example']);
  expect(domainOf(newUserOf({}), ['b.example', 'a.example'])).toBe('b.example');
});

it('asks for nothing without a name, and for no field that is empty', () => {
  const user = newUserOf({ userPrincipalName: 'kari@a.example', displayName: 'Kari', department: 'Havn' });
  expect(newUserAsInput({ ...user, displayName: ' ' }, 'a.example', '')).toBeNull();
  expect(newUserAsInput(user, user.domain, '')).toEqual({ userPrincipalName: 'kari@a.example', displayName: 'Kari', department: 'Havn', forceChangePasswordNextSignIn: true });
});

it('keeps what the form has no fields for', () => {
  const input = { userPrincipalName: 'kari@a.example', displayName: 'Kari', country: 'Norge', businessPhones: ['1'], accountEnabled: false, forceChangePasswordNextSignIn: false };
  expect(newUserAsInput(newUserOf(input), 'a.example', '')).toEqual(input);
});
