// A list as a file or on paper: the columns as a spreadsheet reads them, or its rows as JSON.
import Papa from 'papaparse';
import type { Collection, TypedItem } from '../../app/query';
import { separator } from '../../i18n/format';
import type { Column, FileValue } from './spec';

/** What a spreadsheet would work out. A negative number is one. */
const FORMULA = /^(?:[=+@\t\r]|-(?!\d+(?:[.,]\d+)?$))/;

/** What a cell says, without the dash that stands for nothing. */
function valueOf<C extends Collection>(column: Column<C>, row: TypedItem<C>['row']): FileValue {
  if (column.value) return column.value(row);
  const shown = column.cell(row);
  return typeof shown === 'string' && shown !== '–' ? shown : null;
}

/** Its cells, as the columns have them. */
export function cellsOf<C extends Collection>(columns: Column<C>[], item: TypedItem<C>): FileValue[] {
  return columns.map((column) => valueOf(column, item.row));
}

/** For spreadsheets: a line of headers and rows, with the mark by which they know UTF-8, and without formulas, which somebody may have typed into a name. */
export function sheet(headers: string[], data: FileValue[][]): string {
  return `\uFEFF${Papa.unparse({ fields: headers, data }, { delimiter: separator(), newline: '\r\n', escapeFormulae: FORMULA })}`;
}

export function csv<C extends Collection>(headers: string[], columns: Column<C>[], items: TypedItem<C>[]): string {
  return sheet(headers, items.map((item) => cellsOf(columns, item)));
}

export function json<C extends Collection>(collection: C, asOf: string | null, items: TypedItem<C>[]): string {
  return `${JSON.stringify({ collection, asOf, items: items.map((item) => item.row) }, null, 2)}\n`;
}
