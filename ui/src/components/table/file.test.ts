// Files of lists: what a spreadsheet makes of them, and that no name becomes a formula.
import Papa from 'papaparse';
import { afterEach, expect, it } from 'vitest';
import { i18next } from '../../i18n/i18n';
import { dateCell, decimalCell } from '../../i18n/format';
import { csv } from './file';
import type { Column } from './spec';

const columns: Column<'service-health'>[] = [
  { id: 'a', header: 'health.service', width: 1, cell: (row) => row.service ?? '–' },
  { id: 'b', header: 'health.status', width: 1, cell: (row) => row.status ?? '–' },
  { id: 'c', header: 'health.id', width: 1, cell: () => '12', value: () => -12 },
];
const item = (service: string, status: string | null) => ({ id: '1', row: { id: '1', service, status }, pending: [] });

afterEach(() => i18next.changeLanguage('en'));

it('writes what stands in the cells, and nothing for a dash', () => {
  const text = csv(['Service', 'Status', 'ID'], columns, [item('Exchange, "Online"\nNorth', null), item('Æøå', 'ok')]);
  expect(text.startsWith('\uFEFF')).toBe(true);
  expect(Papa.parse(text.slice(1)).data).toEqual([
    ['Service', 'Status', 'ID'],
    ['Exchange, "Online"\nNorth', '', '-12'],
    ['Æøå', 'ok', '-12'],
  ]);
});

it('makes no formula of what somebody typed', () => {
  const text = csv(['S'], columns.slice(0, 1), ['=1+1', '+47 1', '-x', '@a', '\tb'].map((name) => item(name, null)));
  const lines = Papa.parse<string[]>(text.slice(1)).data.slice(1);
  expect(lines.map(([cell]) => cell?.[0])).toEqual(["'", "'", "'", "'", "'"]);
});

it('separates and writes numbers as the language of the reader does', async () => {
  await i18next.changeLanguage('nb');
  expect(csv(['S', 'T'], columns.slice(0, 2), [item('a', 'b')])).toContain('S;T\r\na;b');
  const amounts: Column<'service-health'>[] = [{ id: 'd', header: 'invoice.amount', width: 1, cell: () => '', value: () => decimalCell('-1234.50') }];
  expect(csv(['S'], amounts, [item('a', 'b')])).toContain('\r\n-1234,50');
  await i18next.changeLanguage('en');
  expect(decimalCell('-1234.50')).toBe('-1234.50');
});

it('writes dates as spreadsheets read them everywhere', () => {
  expect(dateCell('2026-11-08T00:00:00Z', 'day')).toBe('2026-11-08');
  expect(dateCell('2026-11-08T12:00:00Z')).toMatch(/^2026-11-0\d \d\d:00$/);
  expect(dateCell(null)).toBeNull();
  expect(dateCell('soon')).toBe('soon');
});
