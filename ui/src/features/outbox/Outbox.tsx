// The outbox: every change that waits, with what it will do, and the history of those that are over.
import { Button, Tab, TabList, makeStyles, tokens } from '@fluentui/react-components';
import { Send20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useParams } from '../../app/route';
import { useConnection, useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { Failure } from '../../components/Failure';
import { Loading } from '../../components/table/ListState';
import { send } from '../../gen/commands';
import { OperationCard } from './OperationCard';
import { isOver } from './order';

const PAGE = 50;

const useStyles = makeStyles({
  page: { overflowY: 'auto', padding: '20px 24px 40px' },
  head: { display: 'flex', alignItems: 'center', columnGap: '12px' },
  title: { margin: 0, flexGrow: 1, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: tokens.fontWeightSemibold },
  tabs: { margin: '8px -10px 12px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, maxWidth: '900px' },
  empty: { color: tokens.colorNeutralForeground2, padding: '24px 0', maxWidth: '560px' },
});

export function Outbox() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const [{ id }] = useParams();
  const { data, error } = useCommand('outbox', { tenant });
  const online = useConnection() === 'online';
  const sending = useMutation({ mutationFn: () => send({ tenant }), onError: useFailureToast() });
  const [picked, setPicked] = useState<'active' | 'history' | null>(null);
  const [limit, setLimit] = useState(PAGE);
  const active = (data ?? []).filter((one) => !isOver(one.state));
  const history = (data ?? []).filter((one) => isOver(one.state)).sort((a, b) => ((b.finishedAt ?? b.queuedAt) < (a.finishedAt ?? a.queuedAt) ? -1 : 1));
  const tab = picked ?? (history.some((one) => one.id === id) ? 'history' : 'active');
  const shown = tab === 'active' ? active : history.slice(0, limit);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('screen.outbox')}</h1>
        <Button appearance="primary" icon={<Send20Regular />} disabled={active.length === 0 || !online || sending.isPending} onClick={() => sending.mutate()}>
          {t('outbox.sendNow')}
        </Button>
      </header>
      <TabList className={styles.tabs} selectedValue={tab} onTabSelect={(_, value) => setPicked(value.value as 'active' | 'history')}>
        <Tab value="active">{t('outbox.active', { count: active.length })}</Tab>
        <Tab value="history">{t('outbox.history', { count: history.length })}</Tab>
      </TabList>
      {error && <Failure error={error} />}
      {!data && !error && <Loading />}
      {data && shown.length === 0 && <p className={styles.empty}>{tab === 'active' ? t('outbox.empty') : t('outbox.noHistory')}</p>}
      <ul className={styles.list} aria-label={tab === 'active' ? t('outbox.active', { count: active.length }) : t('outbox.history', { count: history.length })}>
        {shown.map((one) => (
          <OperationCard key={one.id} operation={one} marked={one.id === id} />
        ))}
      </ul>
      {tab === 'history' && history.length > limit && <Button onClick={() => setLimit(limit + PAGE)}>{t('outbox.more')}</Button>}
    </div>
  );
}
