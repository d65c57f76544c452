// The list on paper: all of its rows under its name, black on white, and nothing else of the window.
import { makeStyles } from '@fluentui/react-components';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { number } from '../../i18n/format';
import type { FileValue } from './spec';

/** As a style sheet of its own: it takes all else off the paper while the list is on it. */
const PAPER = '@media print { body > :not([data-sheet]) { display: none !important; } @page { margin: 12mm; } }';

const useStyles = makeStyles({
  sheet: {
    display: 'none',
    '@media print': { display: 'block' },
    color: '#000',
    backgroundColor: '#fff',
    fontFamily: 'system-ui, sans-serif',
    fontSize: '8.5pt',
    '& h1': { margin: '0 0 4px', fontSize: '14pt' },
    '& p': { margin: '0 0 12px', color: '#444' },
    '& table': { width: '100%', borderCollapse: 'collapse' },
    '& th, & td': { padding: '3px 8px 3px 0', borderBottom: '1px solid #bbb', textAlign: 'left', verticalAlign: 'top', overflowWrap: 'break-word' },
    // Browsers repeat a table's head on every page, and would cut a row in two.
    '& tr': { breakInside: 'avoid' },
  },
  end: { textAlign: 'right !important' as 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
});

export interface Sheet {
  title: string;
  /** Whose list it is, how long, and of when. */
  under: string;
  headers: { text: string; end: boolean }[];
  rows: { id: string; cells: FileValue[] }[];
}

/** Asks the system to print as soon as it is drawn. */
export function PrintSheet({ sheet, onPrinted }: { sheet: Sheet; onPrinted: () => void }) {
  const styles = useStyles();
  useEffect(() => {
    window.addEventListener('afterprint', onPrinted, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', onPrinted);
  }, [onPrinted]);
  const side = (column: number) => (sheet.headers[column]?.end ? styles.end : undefined);
  return createPortal(
    <div data-sheet className={styles.sheet}>
      <style>{PAPER}</style>
      <h1>{sheet.title}</h1>
      <p>{sheet.under}</p>
      <table>
        <thead>
          <tr>
            {sheet.headers.map(({ text }, column) => (
              <th key={text} scope="col" className={side(column)}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map(({ id, cells }) => (
            <tr key={id}>
              {cells.map((cell, column) => (
                <td key={sheet.headers[column]?.text} className={side(column)}>
                  {typeof cell === 'number' ? number(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>,
    document.body,
  );
}
