// One incident or advisory: whom it hits, since when, and what Microsoft wrote about it.
import { Tab, TabList, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TypedItem, useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Fact, Facts } from '../../components/Facts';
import { Failure } from '../../components/Failure';
import { Panel } from '../../components/Panel';
import { RawProperties } from '../../components/RawProperties';
import { When } from '../../components/When';
import type { IssueRow } from '../../gen/types';
import { known } from '../../i18n/known';
import { HealthSign } from './HealthSign';
import { Posts } from './Posts';

const useStyles = makeStyles({
  tabs: { marginLeft: '-10px' },
  impact: { margin: '12px 0 4px', overflowWrap: 'anywhere' },
  foot: { marginTop: '24px' },
});

interface Props {
  item: TypedItem<'issues'> | undefined;
  id: string;
  onClose: () => void;
}

export function IssuePanel({ item, id, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [tab, setTab] = useState<'overview' | 'all'>('overview');
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: 'issues', id });
  const here = data?.id === id ? data : undefined;
  const row = (here?.row as IssueRow | undefined) ?? item?.row;
  if (!row) return <Panel title={t('panel.gone')} onClose={onClose}>{error && <Failure error={error} />}</Panel>;
  return (
    <Panel title={row.title ?? row.id} under={row.id} link={here?.link} onClose={onClose}>
      <TabList size="small" className={styles.tabs} selectedValue={tab} onTabSelect={(_, picked) => setTab(picked.value as typeof tab)}>
        <Tab value="overview">{t('panel.overview')}</Tab>
        <Tab value="all">{t('panel.all')}</Tab>
      </TabList>
      <div role="tabpanel" aria-label={t(`panel.${tab}`)}>
        {tab === 'all' && here && <RawProperties object={here.object} />}
        {tab === 'overview' && (
          <>
            {row.impactDescription && <p className={styles.impact}>{row.impactDescription}</p>}
            <Facts>
              <Fact name={t('health.service')}>{row.service}</Fact>
              <Fact name={t('health.feature')}>{row.feature}</Fact>
              <Fact name={t('health.kind')}>{row.classification && known('classification', row.classification)}</Fact>
              <Fact name={t('health.status')}>
                <HealthSign status={row.status} />
              </Fact>
              <Fact name={t('health.started')}>
                <When at={row.startDateTime} as="date" />
              </Fact>
              <Fact name={t('health.ended')}>
                <When at={row.endDateTime} as="date" />
              </Fact>
            </Facts>
            <Posts id={id} />
          </>
        )}
      </div>
      <div className={styles.foot}>{here && <AsOf at={here.asOf} />}</div>
    </Panel>
  );
}
