// What the form gives is what core is asked for.
import { expect, it } from 'vitest';
import { asked, firstWish, isComplete } from './wish';

it('needs a name, and whatever a choice asks for', () => {
  const named = { ...firstWish, name: 'Fjord' };
  expect(isComplete(firstWish)).toBe(false);
  expect(isComplete({ ...firstWish, name: '  ' })).toBe(false);
  expect(isComplete(named)).toBe(true);
  expect(isComplete({ ...named, app: 'own' })).toBe(false);
  expect(isComplete({ ...named, app: 'own', clientId: 'a' })).toBe(true);
  expect(isComplete({ ...named, cloud: 'file' })).toBe(false);
  expect(isComplete({ ...named, cloud: 'file', file: '/cloud.toml' })).toBe(true);
});

it('asks for the organization of the account and for Microsoft\'s app where nothing else is given', () => {
  expect(asked({ ...firstWish, name: ' Fjord ' })).toEqual({ tenant: null, name: 'Fjord', tenantId: null, clientId: null, cloud: 'global', how: 'browser' });
});

it('sends nothing of a choice that was taken back', () => {
  expect(asked({ ...firstWish, name: 'Fjord', clientId: 'a', file: '/cloud.toml' })).toMatchObject({ clientId: null, cloud: 'global' });
  expect(asked({ ...firstWish, name: 'Fjord', app: 'own', clientId: ' a ', cloud: 'file', file: ' /cloud.toml ' })).toMatchObject({ clientId: 'a', cloud: '/cloud.toml' });
});
