// A dense, virtualised table: one row of many has the focus, arrows move it, Enter opens.
import { mergeClasses } from '@fluentui/react-components';
import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Collection, TypedItem } from '../../app/query';
import { GridHeader } from './GridHeader';
import { GridRow } from './GridRow';
import { fit } from './fit';
import type { Column } from './spec';
import { useGridStyles } from './styles';
import type { Picked } from './useSelection';
import { useWidth } from './useWidth';

const ROW = 38;
/** The room of the boxes by which rows are selected. */
const SELECT = 30;

interface Props<C extends Collection> {
  label: string;
  items: TypedItem<C>[];
  /** These are still the rows of what was asked for before. */
  earlier: boolean;
  /** How many there are in all, when known. */
  total: number | null;
  columns: Column<C>[];
  order: string;
  descending: boolean;
  open: string | undefined;
  onSort: (order: string, descending: boolean) => void;
  onOpen: (id: string | undefined) => void;
  /** What a row is called. */
  name: (row: TypedItem<C>['row']) => string;
  /** Where rows can be selected. */
  picked?: Picked | undefined;
  /** Whether there is more to read, and how it is asked for. */
  more: boolean;
  onMore: () => void;
}

export function Grid<C extends Collection>({ items, columns, total, open, onOpen, more, onMore, picked, ...rest }: Props<C>) {
  const styles = useGridStyles();
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const [active, setActive] = useState(0);
  const focused = Math.min(active, Math.max(0, items.length - 1));
  // The focused row stays in the document even when it is scrolled away, or the focus would be lost.
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is used in this component only
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), focused])].filter((index) => index < items.length).sort((a, b) => a - b),
  });
  const shown = fit(columns, width - 24 - (picked ? SELECT : 0));
  const template = shown.map((one, index) => `minmax(${one.width + (picked && index === 0 ? SELECT : 0)}px, ${one.grow ?? 1}fr)`).join(' ');
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  // Until the last row is there: lists are read from the beginning only.
  const [toEnd, setToEnd] = useState(false);
  useEffect(() => {
    if (toEnd || last >= items.length - 30) onMore();
  }, [toEnd, last, items.length, onMore]);
  useEffect(() => {
    if (!toEnd || more) return;
    const frame = requestAnimationFrame(() => {
      setToEnd(false);
      move(items.length - 1);
    });
    return () => cancelAnimationFrame(frame);
  });

  function move(to: number) {
    const index = Math.max(0, Math.min(items.length - 1, to));
    setActive(index);
    rows.scrollToIndex(index);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus());
    const item = items[index];
    if (open !== undefined && item) onOpen(item.id);
  }

  function select(index: number, range: boolean) {
    const item = items[index];
    if (!item || !picked) return;
    if (range) picked.upTo(items.map((one) => one.id), index);
    else picked.toggle(item.id, index);
  }

  function onKeyDown(event: KeyboardEvent) {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1);
    const steps: Record<string, number> = {
      ArrowDown: focused + 1,
      ArrowUp: focused - 1,
      PageDown: focused + page,
      PageUp: focused - page,
      Home: 0,
    };
    const target = event.target as HTMLElement;
    if (picked && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      return picked.all();
    }
    if (!target.hasAttribute('data-index') || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = steps[event.key];
    // Whatever else is pressed meanwhile is wanted instead.
    setToEnd(event.key === 'End');
    if (to !== undefined) move(to);
    else if (event.key === ' ' && picked) select(focused, event.shiftKey);
    else if (event.key === 'Enter' || event.key === ' ') onOpen(items[focused]?.id);
    else if (event.key !== 'End') return;
    event.preventDefault();
  }

  return (
    <>
      {/* The keys are those of the rows inside, which have the focus. */}
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div
        ref={scroller}
        role="grid"
        aria-label={rest.label}
        aria-busy={rest.earlier}
        aria-rowcount={(total ?? items.length) + 1}
        aria-colcount={shown.length}
        aria-multiselectable={picked ? true : undefined}
        className={styles.scroller}
        onKeyDown={onKeyDown}
      >
        <GridHeader columns={shown} picked={picked} template={template} order={rest.order} descending={rest.descending} onSort={rest.onSort} />
        <div role="rowgroup" className={styles.body} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = items[index];
            if (!item) return null;
            return (
              <GridRow
                key={item.id}
                item={item}
                index={index}
                columns={shown}
                className={mergeClasses(styles.row, picked?.has(item.id) && styles.chosen, item.id === open && styles.open)}
                style={{ gridTemplateColumns: template, top: start, height: ROW }}
                tabbable={index === focused}
                selected={item.id === open}
                chosen={picked ? picked.has(item.id) : null}
                onChoose={(range) => select(index, range)}
                name={rest.name(item.row)}
                pendingText={t('pending.row')}
                onFocus={() => {
                  setActive(index);
                  setToEnd(false);
                }}
                onClick={(event) => {
                  if (picked && (event.ctrlKey || event.metaKey || event.shiftKey)) select(index, event.shiftKey);
                  else onOpen(item.id);
                }}
              />
            );
          })}
        </div>
      </div>
      {toEnd && (
        <div role="status" className={styles.toEnd}>
          {total === null ? t('table.toEnd', { done: items.length }) : t('table.toEndOf', { done: items.length, total })}
        </div>
      )}
    </>
  );
}
