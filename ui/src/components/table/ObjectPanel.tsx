// The detail panel of any collection: every column as a fact, all mirrored properties, and what waits for it and was done to it.
import { CounterBadge, Tab, TabList } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Collection, type TypedItem, useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../AsOf';
import { FromTo } from '../Changes';
import { Fact, Facts } from '../Facts';
import { Failure } from '../Failure';
import { HistoryTab } from '../HistoryTab';
import { Panel } from '../Panel';
import { PendingTab } from '../PendingTab';
import { RawProperties } from '../RawProperties';
import { pendingChange } from '../pendingChange';
import type { Column, TableSpec } from './spec';

type TabName = 'overview' | 'all' | 'pending' | 'history';

interface Props<C extends Collection> {
  spec: TableSpec<C>;
  item: TypedItem<C> | undefined;
  id: string;
  onClose: () => void;
}

export function ObjectPanel<C extends Collection>({ spec, item, id, onClose }: Props<C>) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<TabName>('overview');
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: spec.collection, id });
  // Where nothing can be changed, nothing waits and nothing was done.
  const changes = useCommand('operations', {}).data?.some((kind) => kind.collection === spec.collection) ?? false;
  const here = data?.id === id ? data : undefined;
  const row = (here?.row as TypedItem<C>['row'] | undefined) ?? item?.row;
  if (!row) {
    return (
      <Panel title={t('panel.gone')} onClose={onClose}>
        {error && <Failure error={error} />}
      </Panel>
    );
  }
  const pending = here?.pending ?? item?.pending ?? [];
  const value = (column: Column<C>) => {
    const change = pendingChange(pending, column.field);
    return change ? <FromTo {...change} /> : column.cell(row);
  };
  return (
    <Panel title={spec.name(row)} link={here?.link} onClose={onClose}>
      {spec.actions && <div style={{ marginBottom: 8 }}>{spec.actions(row)}</div>}
      <TabList size="small" style={{ marginLeft: -10 }} selectedValue={tab} onTabSelect={(_, picked) => setTab(picked.value as TabName)}>
        <Tab value="overview">{t('panel.overview')}</Tab>
        <Tab value="all">{t('panel.all')}</Tab>
        {changes && (
          <>
            <Tab value="pending">
              {t('panel.pending')} {pending.length > 0 && <CounterBadge size="small" count={new Set(pending.map((one) => one.operationId)).size} />}
            </Tab>
            <Tab value="history">{t('panel.history')}</Tab>
          </>
        )}
      </TabList>
      <div role="tabpanel" aria-label={t(`panel.${tab}`)}>
        {tab === 'all' && here && <RawProperties object={here.object} />}
        {tab === 'overview' && (
          <Facts>
            {spec.columns.map((column) => (
              <Fact key={column.id} name={t(column.header)}>
                {value(column)}
              </Fact>
            ))}
          </Facts>
        )}
        {tab === 'pending' && <PendingTab pending={pending} />}
        {tab === 'history' && <HistoryTab collection={spec.collection} id={id} />}
      </div>
      <div style={{ marginTop: 24 }}>{here && <AsOf at={here.asOf} />}</div>
    </Panel>
  );
}
