// One group: what it gives, how far Microsoft is with its members, who has it and who could not; and what can be done.
import { Button, CounterBadge, Tab, TabList, makeStyles, tokens } from '@fluentui/react-components';
import { PersonAdd20Regular, Ribbon20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TypedItem, useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { FromTo } from '../../components/Changes';
import { Fact, Facts } from '../../components/Facts';
import { Failure } from '../../components/Failure';
import { HistoryTab } from '../../components/HistoryTab';
import { Panel } from '../../components/Panel';
import { PendingTab } from '../../components/PendingTab';
import { RawProperties } from '../../components/RawProperties';
import { When } from '../../components/When';
import type { GroupRow } from '../../gen/types';
import { list } from '../../i18n/format';
import { ManageLicenses } from '../users/ManageLicenses';
import { AddMember } from './AddMember';
import { Processing, kindOf, membershipOf, nameOf } from './Groups';
import { MembersTab } from './MembersTab';

const useStyles = makeStyles({
  actions: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '8px', marginBottom: '8px' },
  // Five tabs and a count in one line of the panel, in both languages; a larger font breaks the line.
  tabs: {
    flexWrap: 'wrap',
    marginLeft: '-3px',
    marginRight: '-3px',
    columnGap: 0,
    '& > button': { paddingLeft: '3px', paddingRight: '3px' },
    '& .fui-Tab__content, & .fui-Tab__content--reserved-space': { fontSize: tokens.fontSizeBase200 },
  },
  foot: { marginTop: '24px' },
});

type TabName = 'overview' | 'members' | 'all' | 'pending' | 'history';

interface Props {
  item: TypedItem<'groups'> | undefined;
  id: string;
  onClose: () => void;
}

export function GroupPanel({ item, id, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: 'groups', id });
  const [tab, setTab] = useState<TabName>('overview');
  const [form, setForm] = useState<'licenses' | 'member' | null>(null);
  const here = data?.id === id ? data : undefined;
  const row = (here?.row as GroupRow | undefined) ?? item?.row;
  if (!row) return <Panel title={t('panel.gone')} onClose={onClose}>{error && <Failure error={error} />}</Panel>;
  const pending = here?.pending ?? item?.pending ?? [];
  const close = () => setForm(null);
  return (
    <Panel title={nameOf(row)} under={row.description} link={here?.link} onClose={onClose}>
      <div className={styles.actions}>
        <Button size="small" icon={<Ribbon20Regular />} onClick={() => setForm('licenses')}>
          {t('action.groupLicenses')}
        </Button>
        <Button size="small" icon={<PersonAdd20Regular />} onClick={() => setForm('member')}>
          {t('action.addMember')}
        </Button>
      </div>
      <TabList size="small" className={styles.tabs} selectedValue={tab} onTabSelect={(_, chosen) => setTab(chosen.value as TabName)}>
        <Tab value="overview">{t('panel.overview')}</Tab>
        <Tab value="members">{t('panel.members')}</Tab>
        <Tab value="all">{t('panel.all')}</Tab>
        <Tab value="pending">
          {t('panel.pending')} {pending.length > 0 && <CounterBadge size="small" count={new Set(pending.map((one) => one.operationId)).size} />}
        </Tab>
        <Tab value="history">{t('panel.history')}</Tab>
      </TabList>
      <div role="tabpanel" aria-label={t(`panel.${tab}`)}>
        {tab === 'overview' && <Overview row={row} pending={pending} />}
        {tab === 'members' && <MembersTab row={row} />}
        {tab === 'all' && here && <RawProperties object={here.object} />}
        {tab === 'pending' && <PendingTab pending={pending} />}
        {tab === 'history' && <HistoryTab collection="groups" id={row.id} />}
      </div>
      <div className={styles.foot}>{here && <AsOf at={here.asOf} />}</div>
      {form === 'licenses' && <ManageLicenses operation="assign-group-licenses" id={row.id} title={t('form.groupLicensesOf', { name: nameOf(row) })} licenses={row.licenses} onClose={close} />}
      {form === 'member' && <AddMember row={row} onClose={close} />}
    </Panel>
  );
}

function Overview({ row, pending }: { row: GroupRow; pending: TypedItem<'groups'>['pending'] }) {
  const { t } = useTranslation();
  const changes = pending.filter((one) => one.field === 'assignedLicenses');
  return (
    <>
      <Facts>
        <Fact name={t('group.licenses')}>
          {row.licenses.length === 0 ? t('group.noLicenses') : list(row.licenses.map((one) => one.name))}
          {changes.map((one, index) => (
            <div key={index}>
              <FromTo field={one.field} from={one.from} to={one.to} />
            </div>
          ))}
        </Fact>
        <Fact name={t('group.processing')}>
          <Processing state={row.processing} />
        </Fact>
        <Fact name={t('group.kind')}>{kindOf(row)}</Fact>
        <Fact name={t('group.membership')}>{membershipOf(row)}</Fact>
        {row.membershipRule !== null && <Fact name={t('group.rule')}>{row.membershipRule}</Fact>}
        <Fact name={t('group.forRoles')}>{t(row.isAssignableToRole ? 'value.yes' : 'value.no')}</Fact>
        <Fact name={t('group.mail')}>{row.mail}</Fact>
        <Fact name={t('group.created')}>
          <When at={row.createdDateTime} as="date" />
        </Fact>
      </Facts>
      {row.processing !== null && <p>{t('group.processingAsOf')}</p>}
    </>
  );
}
