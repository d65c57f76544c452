// One person: who it is, licences, password, every property, what waits in the outbox; and what can be done.
import { CounterBadge, Tab, TabList, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type TypedItem, useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Failure } from '../../components/Failure';
import { HistoryTab } from '../../components/HistoryTab';
import { Panel } from '../../components/Panel';
import { PendingTab } from '../../components/PendingTab';
import { RawProperties } from '../../components/RawProperties';
import type { UserRow } from '../../gen/types';
import { AddLike } from '../newcomers/AddLike';
import { BlockSignIn } from './BlockSignIn';
import { ChangeManager } from './ChangeManager';
import { DeleteUser } from './DeleteUser';
import { EditUser } from './EditUser';
import { ForcePasswordChange } from './ForcePasswordChange';
import { ManageLicenses } from './ManageLicenses';
import { Offboard } from './Offboard';
import { ResetPassword } from './ResetPassword';
import { SignOutEverywhere } from './SignOutEverywhere';
import { LicensesTab } from './LicensesTab';
import { Reprocess } from './Reprocess';
import { OverviewTab } from './OverviewTab';
import { PasswordTab } from './PasswordTab';
import { type Form, UserActions } from './UserActions';
import { nameOf } from './columns';

const useStyles = makeStyles({
  // Six tabs and a count in one line of the panel, in both languages; a larger font breaks the line.
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

type TabName = 'overview' | 'licenses' | 'password' | 'all' | 'pending' | 'history';

interface Props {
  item: TypedItem<'users' | 'guest-users'> | undefined;
  id: string;
  /** The tab it opens with. */
  first?: TabName;
  onClose: () => void;
}

export function UserPanel({ item, id, first = 'overview', onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data: detail, error } = useCommand('show', { tenant: useTenant().id, collection: 'users', id });
  const [tab, setTab] = useState<TabName>(first);
  const [form, setForm] = useState<Form | null>(null);
  // The list has the row already; everything else comes in the time of a query.
  const here = detail?.id === id ? detail : undefined;
  const row = (here?.row as UserRow | undefined) ?? item?.row;
  if (!row) return <Panel title={t('panel.gone')} onClose={onClose}>{error && <Failure error={error} />}</Panel>;
  const pending = here?.pending ?? item?.pending ?? [];
  const close = () => setForm(null);
  return (
    <Panel title={nameOf(row)} under={row.userPrincipalName} link={here?.link} onClose={onClose}>
      <UserActions blocked={row.accountEnabled === false} onChoose={setForm} />
      <TabList size="small" className={styles.tabs} selectedValue={tab} onTabSelect={(_, data) => setTab(data.value as TabName)}>
        <Tab value="overview">{t('panel.overview')}</Tab>
        <Tab value="licenses">{t('panel.licenses')}</Tab>
        <Tab value="password">{t('panel.password')}</Tab>
        <Tab value="all">{t('panel.all')}</Tab>
        <Tab value="pending">
          {t('panel.pending')} {pending.length > 0 && <CounterBadge size="small" count={new Set(pending.map((one) => one.operationId)).size} />}
        </Tab>
        <Tab value="history">{t('panel.history')}</Tab>
      </TabList>
      <div role="tabpanel" aria-label={t(`panel.${tab}`)}>
        {tab === 'overview' && <OverviewTab row={row} pending={pending} />}
        {tab === 'licenses' && <LicensesTab row={row} onReprocess={() => setForm('reprocess')} />}
        {tab === 'password' && <PasswordTab row={row} />}
        {tab === 'all' && here && <RawProperties object={here.object} />}
        {tab === 'pending' && <PendingTab pending={pending} />}
        {tab === 'history' && <HistoryTab collection="users" id={row.id} />}
      </div>
      <div className={styles.foot}>{here && <AsOf at={here.asOf} />}</div>
      {form === 'edit' && <EditUser row={row} onClose={close} />}
      {form === 'password' && <ResetPassword row={row} onClose={close} />}
      {form === 'reprocess' && <Reprocess id={row.id} name={nameOf(row)} onClose={close} />}
      {form === 'block' && <BlockSignIn row={row} onClose={close} />}
      {form === 'sign-out' && <SignOutEverywhere row={row} onClose={close} />}
      {form === 'force-change' && <ForcePasswordChange row={row} onClose={close} />}
      {form === 'manager' && <ChangeManager row={row} onClose={close} />}
      {form === 'like' && <AddLike row={row} onClose={close} />}
      {form === 'offboard' && <Offboard row={row} onClose={close} />}
      {form === 'delete' && <DeleteUser row={row} onClose={close} />}
      {form === 'licenses' && <ManageLicenses operation="assign-licenses" id={row.id} title={t('form.licenses', { name: nameOf(row) })} licenses={row.licenses} onClose={close} />}
    </Panel>
  );
}
