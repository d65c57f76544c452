// One product: its seats, who has it and how, what groups give it, and who was to get it and did not.
import { Link, Tab, TabList, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TypedItem, useCommand } from '../../app/query';
import { filterParams, hrefOf } from '../../app/route';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Fact, Facts } from '../../components/Facts';
import { Failure } from '../../components/Failure';
import { LicenseError } from '../../components/LicenseError';
import { Panel } from '../../components/Panel';
import { RawProperties } from '../../components/RawProperties';
import { Sign } from '../../components/Sign';
import { useGroupNames, useUserTally } from '../../components/groups';
import type { GroupRow, LicenseRow, UserRow } from '../../gen/types';
import { list, number } from '../../i18n/format';
import { known } from '../../i18n/known';
import { nameOf } from '../users/columns';

const useStyles = makeStyles({
  heading: { margin: '24px 0 4px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  one: { padding: '8px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: 'anywhere' },
  how: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  more: { display: 'block', marginTop: '8px' },
  foot: { marginTop: '24px' },
});

/** As many as a panel can show; the list has them all. */
const SHOWN = 25;

interface Props {
  item: TypedItem<'licenses'> | undefined;
  id: string;
  onClose: () => void;
}

export function LicensePanel({ item, id, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [tab, setTab] = useState<'overview' | 'all'>('overview');
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: 'licenses', id });
  const here = data?.id === id ? data : undefined;
  const row = (here?.row as LicenseRow | undefined) ?? item?.row;
  if (!row) return <Panel title={t('panel.gone')} onClose={onClose}>{error && <Failure error={error} />}</Panel>;
  return (
    <Panel title={row.name} under={row.skuPartNumber} link={here?.link} onClose={onClose}>
      <TabList size="small" selectedValue={tab} onTabSelect={(_, chosen) => setTab(chosen.value as typeof tab)}>
        <Tab value="overview">{t('panel.overview')}</Tab>
        <Tab value="all">{t('panel.all')}</Tab>
      </TabList>
      <div role="tabpanel" aria-label={t(`panel.${tab}`)}>
        {tab === 'overview' && <Overview row={row} />}
        {tab === 'all' && here && <RawProperties object={here.object} />}
      </div>
      <div className={styles.foot}>{here && <AsOf at={here.asOf} />}</div>
    </Panel>
  );
}

function Overview({ row }: { row: LicenseRow }) {
  const { t } = useTranslation();
  const figure = (value: number | null) => (value === null ? t('value.unknown') : number(value));
  const skuId = row.skuId?.toLowerCase();
  return (
    <>
      <Facts>
        <Fact name={t('license.bought')}>{figure(row.bought)}</Fact>
        <Fact name={t('license.assigned')}>{figure(row.assigned)}</Fact>
        <Fact name={t('license.available')}>{figure(row.available)}</Fact>
        <Fact name={t('license.warning')}>{figure(row.warning)}</Fact>
        <Fact name={t('license.suspended')}>{figure(row.suspended)}</Fact>
        <Fact name={t('license.lockedOut')}>{figure(row.lockedOut)}</Fact>
        <Fact name={t('license.status')}>{row.capabilityStatus && known('capabilityStatus', row.capabilityStatus)}</Fact>
      </Facts>
      {skuId !== undefined && <Holders skuId={skuId} />}
      {skuId !== undefined && <Givers skuId={skuId} />}
    </>
  );
}

function Holders({ skuId }: { skuId: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const counted = useUserTally('license');
  const complete = useCollectionStatus('users')?.complete === true;
  const tenant = useTenant().id;
  const users = (value: string) => ({ tenant, collection: 'users', filters: { license: [value] }, order: 'name', limit: SHOWN });
  const holders = useCommand('list', users(skuId));
  const failed = useCommand('list', users(`${skuId}/error`));
  if (holders.error) return <Failure error={holders.error} />;
  if (!complete) {
    return (
      <>
        <h3 className={styles.heading}>{t('license.whoHasIt')}</h3>
        <Sign tone="unknown">{t('access.notRead')}</Sign>
      </>
    );
  }
  if (!counted || !holders.data || !failed.data) return null;
  const count = { has: counted(skuId), direct: counted(`${skuId}/direct`), byGroup: counted(`${skuId}/group`), failed: counted(`${skuId}/error`) };
  const at = (way: string) => hrefOf('users', filterParams({ license: [`${skuId}${way}`] }));
  const linked = (value: number, way: string) => (value === 0 ? number(0) : <Link href={at(way)}>{number(value)}</Link>);
  return (
    <>
      <h3 className={styles.heading}>{t('license.whoHasIt')}</h3>
      <Facts>
        <Fact name={t('license.has')}>{linked(count.has, '')}</Fact>
        <Fact name={t('license.direct')}>{linked(count.direct, '/direct')}</Fact>
        <Fact name={t('license.byGroup')}>{linked(count.byGroup, '/group')}</Fact>
        <Fact name={t('license.both')}>{number(Math.max(0, count.direct + count.byGroup - count.has))}</Fact>
        <Fact name={t('license.failed')}>{linked(count.failed, '/error')}</Fact>
      </Facts>
      {count.failed > 0 && <People label={t('license.failed')} items={failed.data.items} total={count.failed} skuId={skuId} failed href={at('/error')} />}
      {count.has === 0 ? <p>{t('license.nobody')}</p> : <People label={t('license.has')} items={holders.data.items} total={count.has} skuId={skuId} href={at('')} />}
    </>
  );
}

interface PeopleProps {
  label: string;
  items: { id: string; row: unknown }[];
  total: number;
  skuId: string;
  failed?: boolean;
  href: string;
}

function People({ label, items, total, skuId, failed = false, href }: PeopleProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const groups = useGroupNames();
  return (
    <section aria-label={label}>
      <h3 className={styles.heading}>{label}</h3>
      <ul className={styles.list}>
        {items.map(({ id, row }) => {
          const user = row as UserRow;
          const ways = [...user.licenses, ...user.failedLicenses].filter((one) => one.skuId.toLowerCase() === skuId && (!failed || one.error !== null));
          const how = ways.map((one) => (one.assignedByGroup === null ? t('user.direct') : t('license.byGroupNamed', { group: groups(one.assignedByGroup) })));
          return (
            <li key={id} className={styles.one}>
              <Link href={hrefOf('users', { id })}>{nameOf(user)}</Link>
              <div className={styles.how}>{list(how)}</div>
              {failed && ways.map((one, index) => <LicenseError key={index} error={one.error ?? 'Other'} />)}
            </li>
          );
        })}
      </ul>
      <Link className={styles.more} href={href}>
        {total > items.length ? `${t('license.andMore', { count: total - items.length })} · ${t('license.openList')}` : t('license.openList')}
      </Link>
    </section>
  );
}

function Givers({ skuId }: { skuId: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const groups = useCommand('list', { tenant: useTenant().id, collection: 'groups', filters: { license: [skuId] }, order: 'name', limit: SHOWN });
  const unread = useCollectionStatus('groups')?.error != null;
  if (groups.error) return <Failure error={groups.error} />;
  if (!groups.data) return null;
  return (
    <section aria-label={t('license.givenBy')}>
      <h3 className={styles.heading}>{t('license.givenBy')}</h3>
      {groups.data.items.length === 0 && <p>{t(unread || groups.data.asOf === null ? 'license.givenByUnknown' : 'license.givenByNone')}</p>}
      <ul className={styles.list}>
        {groups.data.items.map(({ id, row }) => (
          <li key={id} className={styles.one}>
            <Link href={hrefOf('groups', { id })}>{(row as GroupRow).displayName ?? id}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
