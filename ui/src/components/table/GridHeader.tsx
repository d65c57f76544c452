// The header of a table: names of columns, and buttons for the orders that the store has.
import { Checkbox, mergeClasses } from '@fluentui/react-components';
import { ArrowDown12Regular, ArrowUp12Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import type { Collection } from '../../app/query';
import type { Column } from './spec';
import { useGridStyles } from './styles';
import type { Picked } from './useSelection';

interface Props<C extends Collection> {
  picked: Picked | undefined;
  columns: Column<C>[];
  template: string;
  order: string;
  descending: boolean;
  onSort: (order: string, descending: boolean) => void;
}

export function GridHeader<C extends Collection>({ columns, picked, template, order, descending, onSort }: Props<C>) {
  const styles = useGridStyles();
  const { t } = useTranslation();
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" aria-rowindex={1} className={styles.headRow} style={{ gridTemplateColumns: template }}>
        {columns.map((column, index) => {
          const sorted = column.order === order;
          const by = column.order;
          const Arrow = descending ? ArrowDown12Regular : ArrowUp12Regular;
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={index + 1}
              aria-sort={sorted ? (descending ? 'descending' : 'ascending') : undefined}
              className={mergeClasses(styles.headCell, column.end && styles.end)}
            >
              {index === 0 && picked && (
                <span className={styles.select}>
                  <Checkbox
                    aria-label={t('bulk.selectAll')}
                    checked={picked.isAll ? true : picked.count === 0 ? false : 'mixed'}
                    onChange={() => (picked.isAll ? picked.none() : picked.all())}
                  />
                </span>
              )}
              {by === undefined ? (
                <span className={styles.headText}>{t(column.header)}</span>
              ) : (
                <button type="button" className={styles.sort} onClick={() => onSort(by, sorted && !descending)}>
                  <span className={styles.headText}>{t(column.header)}</span>
                  {sorted && <Arrow aria-hidden />}
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
