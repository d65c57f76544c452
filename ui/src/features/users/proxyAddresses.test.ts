// The primary address is told from the others, and nothing is lost.
import { expect, it } from 'vitest';
import { addresses } from './proxyAddresses';

it('puts the primary address first and keeps what is not mail', () => {
  expect(addresses(['smtp:k@example.org', 'SMTP:kari@example.org', 'X500:/o=Org/cn=kari', 'bare@example.org'])).toEqual([
    { kind: 'smtp', address: 'kari@example.org', primary: true },
    { kind: 'smtp', address: 'k@example.org', primary: false },
    { kind: 'x500', address: '/o=Org/cn=kari', primary: false },
    { kind: 'smtp', address: 'bare@example.org', primary: false },
  ]);
});
