// The detail panel of any collection: every column as a fact, and below it all mirrored properties.
import { Tab, TabList } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Collection, type TypedItem, useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../AsOf';
import { Fact, Facts } from '../Facts';
import { Failure } from '../Failure';
import { Panel } from '../Panel';
import { RawProperties } from '../RawProperties';
import type { TableSpec } from './spec';

interface Props<C extends Collection> {
  spec: TableSpec<C>;
  item: TypedItem<C> | undefined;
  id: string;
  onClose: () => void;
}

export function ObjectPanel<C extends Collection>({ spec, item, id, onClose }: Props<C>) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<'overview' | 'all'>('overview');
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: spec.collection, id });
  const here = data?.id === id ? data : undefined;
  const row = (here?.row as TypedItem<C>['row'] | undefined) ?? item?.row;
  if (!row) {
    return (
      <Panel title={t('panel.gone')} onClose={onClose}>
        {error && <Failure error={error} />}
      </Panel>
    );
  }
  return (
    <Panel title={spec.name(row)} onClose={onClose}>
      {spec.actions && <div style={{ marginBottom: 8 }}>{spec.actions(row)}</div>}
      <TabList size="small" style={{ marginLeft: -10 }} selectedValue={tab} onTabSelect={(_, picked) => setTab(picked.value as 'overview' | 'all')}>
        <Tab value="overview">{t('panel.overview')}</Tab>
        <Tab value="all">{t('panel.all')}</Tab>
      </TabList>
      <div role="tabpanel" aria-label={t(`panel.${tab}`)}>
        {tab === 'all' && here && <RawProperties object={here.object} />}
        {tab === 'overview' && (
          <Facts>
            {spec.columns.map((column) => (
              <Fact key={column.id} name={t(column.header)}>
                {column.cell(row)}
              </Fact>
            ))}
          </Facts>
        )}
      </div>
      <div style={{ marginTop: 24 }}>{here && <AsOf at={here.asOf} />}</div>
    </Panel>
  );
}
