// One row of a table. A field with a pending change shows old → new; the row says that it waits.
import { Checkbox, mergeClasses } from '@fluentui/react-components';
import { ArrowUpload16Regular } from '@fluentui/react-icons';
import type { CSSProperties, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
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
  /** What the row is called. */
  name: string;
  /** Whether it is among the selected ones; null where none can be selected. */
  chosen: boolean | null;
  onChoose: (range: boolean) => void;
  onFocus: () => void;
  onClick: (event: MouseEvent) => void;
}

export function GridRow<C extends Collection>({ item, index, columns, tabbable, selected, chosen, onChoose, ...rest }: Props<C>) {
  const styles = useGridStyles();
  const waits = item.pending.length > 0;
  return (
    // Its keys are handled by the grid around it.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={chosen ?? selected}
      aria-current={chosen !== null && selected ? true : undefined}
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
            {place === 0 && chosen !== null && <Choose name={rest.name} chosen={chosen} onChoose={onChoose} />}
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

/** The row has the key for it; a click beside the box would open the row. */
function Choose({ name, chosen, onChoose }: { name: string; chosen: boolean; onChoose: (range: boolean) => void }) {
  const styles = useGridStyles();
  const { t } = useTranslation();
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <span
      className={styles.select}
      onClick={(event) => {
        event.stopPropagation();
        event.preventDefault();
        onChoose(event.shiftKey);
      }}
    >
      <Checkbox checked={chosen} tabIndex={-1} aria-label={`${t('bulk.select')}: ${name}`} onChange={() => undefined} />
    </span>
  );
}
