// Addresses survive the way there and back, whatever a search holds.
import { expect, it } from 'vitest';
import { hrefOf, parse } from './route';

it.each([{}, { search: 'Ærlig & søn #1?', 'f.enabled': '0|1' }, { id: 'a/b=c' }])('%o', (params) => {
  expect(parse(hrefOf('users', params))).toEqual({ screen: 'users', params });
});

it('begins at home', () => {
  expect(parse('')).toEqual({ screen: 'home', params: {} });
});
