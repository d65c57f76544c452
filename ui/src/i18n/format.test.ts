// How dates, numbers and money read in both languages.
import { afterEach, describe, expect, it } from 'vitest';
import { compare, day, money, number, relative } from './format';
import { i18next } from './i18n';

const now = new Date('2026-11-22T12:00:00Z').valueOf();
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll('\u2212', '-');

async function inNorwegian() {
  await i18next.changeLanguage('nb');
}

afterEach(() => i18next.changeLanguage('en'));

describe('a moment', () => {
  it.each([
    ['2026-11-22T11:59:40Z', 'now'],
    ['2026-11-22T11:57:00Z', '3 minutes ago'],
    ['2026-11-22T15:30:00Z', 'in 3 hours'],
    ['2026-11-27T09:00:00Z', 'in 5 days'],
    ['0001-01-01T00:00:00Z', '2,027 years ago'],
    ['9999-12-31T00:00:00Z', 'in 7,978 years'],
    ['soon', 'soon'],
  ])('%s is %s', async (text, expected) => {
    await i18next.changeLanguage('en');
    expect(plain(relative(text, now))).toBe(expected);
  });

  it('is Norwegian in Norwegian', async () => {
    await inNorwegian();
    expect(plain(relative('2026-11-27T09:00:00Z', now))).toBe('om 5 døgn');
    expect(day('2026-11-30T00:00:00Z')).toBe('30. nov. 2026');
  });
});

describe('money', () => {
  it('keeps every digit and its own currency', async () => {
    expect(money({ currency: 'USD', value: '9007199254740993.25' })).toBe('US$9,007,199,254,740,993.25');
    expect(money({ currency: 'no such', value: '12.5' })).toBe('12.5 no such');
    expect(money({ currency: null, value: '12.5' })).toBe('12.5');
    expect(plain(money({ currency: 'NOK', value: '-1030' }))).toBe('NOK -1,030.00');
    expect(money(null)).toBe('–');
    await inNorwegian();
    expect(plain(money({ currency: 'NOK', value: '-1234.5' }))).toBe('-1 234,50 kr');
  });
});

describe('numbers and names', () => {
  it('follow the language', async () => {
    await inNorwegian();
    expect(plain(number(1234567))).toBe('1 234 567');
    expect(['Åse', 'Ærlig', 'Zoe', 'Øyvind', 'Anne'].sort(compare)).toEqual(['Anne', 'Zoe', 'Ærlig', 'Øyvind', 'Åse']);
  });

  it('stand in sentences as figures of the language', async () => {
    expect(i18next.t('list.count', { count: 1234 })).toBe('1,234 items');
    await inNorwegian();
    expect(plain(i18next.t('list.count', { count: 1234 }))).toBe('1 234 elementer');
  });
});
