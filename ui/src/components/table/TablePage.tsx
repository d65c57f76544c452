// The page of any collection: title, search, filters, table, and a detail panel that keeps the list and its scroll.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Collection, type TypedItem, usePages } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../AsOf';
import { ColumnChooser } from './ColumnChooser';
import { ExportList } from './ExportList';
import { Filters } from './Filters';
import { Grid } from './Grid';
import { EmptyList, ListBars, Loading } from './ListState';
import { ObjectPanel } from './ObjectPanel';
import { Search } from './Search';
import type { TableSpec } from './spec';
import { useChosenColumns, useListState } from './useListState';
import { type Picked, useSelection } from './useSelection';
import { useWidth } from './useWidth';

const useStyles = makeStyles({
  page: { display: 'flex', minHeight: 0, minWidth: 0, flexGrow: 1 },
  main: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  head: { display: 'flex', alignItems: 'baseline', columnGap: '12px', padding: '20px 24px 8px', flexWrap: 'wrap', flexShrink: 0 },
  title: { margin: 0, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: tokens.fontWeightSemibold },
  count: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  asOf: { marginLeft: 'auto' },
  tools: { display: 'flex', alignItems: 'start', columnGap: '8px', padding: '0 24px 10px', flexShrink: 0 },
  filters: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', flexGrow: 1, minWidth: 0 },
  table: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0, padding: '0 12px' },
});

interface Props<C extends Collection> {
  spec: TableSpec<C>;
  /** The one primary action of the screen. */
  action?: ReactNode;
  /** What can be done with several at once, where rows can be selected. */
  bulk?: (picked: Picked) => ReactNode;
  /** What the screen says above its list. */
  note?: ReactNode;
  panel?: (item: TypedItem<C> | undefined, id: string, close: () => void) => ReactNode;
}

export function TablePage<C extends Collection>({ spec, action, bulk, note, panel }: Props<C>) {
  const styles = useStyles();
  const { t } = useTranslation();
  const state = useListState(spec);
  const [chosen, choose] = useChosenColumns(spec);
  const [exporting, setExporting] = useState(false);
  const main = useRef<HTMLDivElement>(null);
  // As wide as a list is beside its panel.
  const narrow = useWidth(main) < 640;
  const input = {
    tenant: useTenant().id,
    collection: spec.collection,
    order: state.order,
    descending: state.descending,
    limit: 200,
    ...(state.search ? { search: state.search } : {}),
    ...(Object.keys(state.filters).length > 0 ? { filters: state.filters } : {}),
  };
  const pages = usePages(input);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
  const onMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  const { setOpen, open } = state;
  const close = useCallback(() => {
    setOpen(undefined);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[role=row][tabindex="0"]')?.focus());
  }, [setOpen]);
  const data = pages.data;
  const { collection, search, filters } = { search: undefined, filters: undefined, ...input };
  const picked = useSelection({ collection, ...(search && { search }), ...(filters && { filters }) }, data?.total ?? null);
  const item = data?.items.find((one) => one.id === open);
  const columns = spec.columns.filter((one, index) => index === 0 || chosen.includes(one.id));
  return (
    <div className={styles.page}>
      <div className={styles.main} ref={main}>
        <header className={styles.head}>
          <h1 className={styles.title}>{t(spec.title)}</h1>
          {data?.total != null && <span className={styles.count}>{t('list.count', { count: data.total })}</span>}
          <span className={styles.asOf}>{data && <AsOf at={data.asOf} />}</span>
          {action}
        </header>
        {note}
        <div className={styles.tools} role="toolbar" aria-label={t('table.tools')}>
          <div className={styles.filters}>
            {spec.search && <Search label={t('table.search')} width={200} value={state.search} onChange={state.setSearch} />}
            <Filters collection={spec.collection} filters={spec.filters} values={state.filters} narrow={narrow} onChange={state.setFilter} />
          </div>
          <Button
            size="small"
            appearance="subtle"
            icon={<ArrowDownload20Regular />}
            aria-label={t('export.title')}
            title={t('export.title')}
            disabled={!data || data.items.length === 0}
            onClick={() => setExporting(true)}
          />
          <ColumnChooser columns={spec.columns} chosen={chosen} onChange={choose} />
        </div>
        {bulk && picked.count !== 0 && bulk(picked)}
        <ListBars collection={spec.collection} error={pages.error} />
        <div className={styles.table}>
          {data === undefined ? (
            pages.error ? null : <Loading />
          ) : data.items.length === 0 ? (
            <EmptyList
              collection={spec.collection}
              text={t(spec.empty)}
              narrowed={state.search !== '' || Object.keys(state.filters).length > 0}
              onClear={state.clear}
            />
          ) : (
            <Grid
              label={t(spec.title)}
              items={data.items}
              earlier={pages.isPlaceholderData}
              name={spec.name}
              total={data.total}
              columns={columns}
              order={state.order}
              descending={state.descending}
              open={open}
              picked={bulk && picked}
              onSort={state.sortBy}
              onOpen={setOpen}
              more={hasNextPage && !isFetchNextPageError}
              onMore={onMore}
            />
          )}
        </div>
      </div>
      {exporting && <ExportList title={t(spec.title)} input={input} columns={columns} onClose={() => setExporting(false)} />}
      {open !== undefined && (panel ? panel(item, open, close) : <ObjectPanel spec={spec} item={item} id={open} onClose={close} />)}
    </div>
  );
}
