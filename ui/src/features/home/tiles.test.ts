import { describe, expect, it } from 'vitest';
import { filtersOfTile, tiles } from './tiles';

const now = Date.parse('2026-11-22T12:00:00Z');
const seconds = (text: string) => String(Date.parse(text) / 1000);
const tally = (values: string[]) => values.map((value) => ({ value, count: 1 }));
const tile = (id: string) => {
  const found = tiles.find((one) => one.id === id);
  if (!found) throw new Error(`There is no tile ${id}.`);
  return found;
};

describe('the filter behind a figure', () => {
  it('names the products with few free licenses, and not those of which nothing is known', () => {
    expect(filtersOfTile(tile('licenses'), tally(['9926', '-3', '', '0', '2', '3']), now)).toEqual({ available: ['-3', '0', '2'] });
  });

  it('names the subscriptions with a date in the coming thirty days', () => {
    const [past, soon, edge, late] = ['2026-11-22T11:59:59Z', '2026-11-23T00:00:00Z', '2026-12-22T12:00:00Z', '2026-12-22T12:00:01Z'].map(seconds) as [string, string, string, string];
    expect(filtersOfTile(tile('subscriptions'), tally([past, soon, edge, late, '']), now)).toEqual({ next_date: [soon, edge] });
  });

  it('is none when nothing counts, rather than one that lets everything through', () => {
    expect(filtersOfTile(tile('licenses'), tally(['5', '9926']), now)).toBeNull();
  });

  it('is as it stands where a filter says it all', () => {
    expect(filtersOfTile(tile('ending'), [], now)).toEqual({ phase: ['notice'], enabled: ['1'] });
  });
});
