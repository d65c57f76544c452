// One row of a table. A field with a pending change shows old → new; the row says that it waits.
import { mergeClasses } from '@fluentui/react-components';
import { ArrowUpload16Regular } from '@fluentui/react-icons';
import type { CSSProperties } from 'react';
import type { Collection, TypedItem } from '../../app/query';
import { FromTo } from '../Changes';
import { pendingChange } from '../pendingChange';
import type { Column } from './spec';
import { useGridStyles } from './styles';

interface Props<C extends Collection> {
  item: TypedItem<C>;
  index: number;
  columns: Column<C>[];
  className: string;
  style: CSSProperties;
  tabbable: boolean;
  selected: boolean;
  pendingText: string;
  onFocus: () => void;
  onClick: () => void;
}

export function GridRow<C extends Collection>({ item, index, columns, tabbable, selected, ...rest }: Props<C>) {
  const styles = useGridStyles();
  const waits = item.pending.length > 0;
  return (
    // Its keys are handled by the grid around it.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={tabbable ? 0 : -1}
      className={rest.className}
      style={rest.style}
      onFocus={rest.onFocus}
      onClick={rest.onClick}
    >
      {columns.map((column, place) => {
        const pending = pendingChange(item.pending, column.field);
        return (
          <div
            key={column.id}
            role="gridcell"
            aria-colindex={place + 1}
            className={mergeClasses(styles.cell, column.end && styles.end, place === 0 && styles.first)}
          >
            {place === 0 && waits && (
              <span className={styles.waits} title={rest.pendingText}>
                <ArrowUpload16Regular aria-label={rest.pendingText} />
              </span>
            )}
            <span className={styles.cellText}>{pending ? <FromTo {...pending} /> : column.cell(item.row)}</span>
          </div>
        );
      })}
    </div>
  );
}
