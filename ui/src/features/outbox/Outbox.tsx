// The outbox: every change that waits, with what it will do, and the history of those that are over.
import { Button, Tab, TabList, makeStyles, tokens } from '@fluentui/react-components';
import { Send20Regular, Settings20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useParams } from '../../app/route';
import { useConnection, useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { Failure } from '../../components/Failure';
import { Loading } from '../../components/table/ListState';
import { send } from '../../gen/commands';
import type { OperationView } from '../../gen/types';
import { BulkCard } from './BulkCard';
import { ConfirmPurchases } from './ConfirmPurchases';
import { EditOperation } from './EditOperation';
import { useSignInAgain } from '../sign-in/SignInAgain';
import { HandOn } from './HandOn';
import { JournalState } from './JournalState';
import { OpenRequest } from './OpenRequest';
import { OperationCard } from './OperationCard';
import { Selection } from './Selection';
import { SendPolicyDialog } from './SendPolicyDialog';
import { type Place, placeOf, placeOfBulk } from './place';
import { canHandOn, needsOnlyApproval, purchases } from './select';

const PAGE = 50;

const places: Place[] = ['needs', 'waits', 'over'];

const useStyles = makeStyles({
  page: { overflowY: 'auto', padding: '20px 24px 40px' },
  head: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '8px 12px' },
  title: { margin: 0, flexGrow: 1, fontSize: tokens.fontSizeBase600, lineHeight: tokens.lineHeightBase600, fontWeight: tokens.fontWeightSemibold },
  tabs: { margin: '8px -10px 12px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, maxWidth: '900px', outlineStyle: 'none' },
  empty: { color: tokens.colorNeutralForeground2, padding: '24px 0', maxWidth: '560px' },
});

export function Outbox() {
  const styles = useStyles();
  const { t } = useTranslation();
  const connected = useTenant();
  const tenant = connected.id;
  const again = useSignInAgain(connected);
  const [{ id, tab: chosen }, change] = useParams();
  const { data, error } = useCommand('outbox', { tenant, alone: true });
  const bulks = useCommand('bulks', { tenant }).data;
  const online = useConnection() === 'online';
  const sending = useMutation({ mutationFn: () => send({ tenant }), onError: useFailureToast() });
  const [limit, setLimit] = useState(PAGE);
  const [edited, setEdited] = useState<OperationView | null>(null);
  const [handing, setHanding] = useState<string[] | null>(null);
  const [setting, setSetting] = useState(false);
  const [chosenIds, setChosenIds] = useState<readonly string[]>([]);
  const list = useRef<HTMLUListElement>(null);
  const all = data ?? [];
  const bulksAt = (place: Place) => (bulks ?? []).filter((one) => placeOfBulk(one) === place).reverse();
  const at = (place: Place) => all.filter((one) => placeOf(one) === place);
  const shown = {
    needs: at('needs'),
    waits: at('waits'),
    over: at('over').sort((a, b) => ((b.finishedAt ?? b.queuedAt) < (a.finishedAt ?? a.queuedAt) ? -1 : 1)),
  };
  const marked = all.find((one) => one.id === id);
  // What was queued with others stands on their card.
  const among = id !== undefined && data !== undefined && bulks !== undefined && !marked && !bulks.some((one) => one.id === id);
  const found = useCommand('operation', { tenant, id: id ?? '' }, among);
  const member = among && found.data?.id === id ? found.data : undefined;
  const looking = among && found.isPending;
  const markedBulk = bulks?.find((one) => one.id === id || one.id === member?.bulk);
  const count = (place: Place) => shown[place].length + bulksAt(place).length;
  const first: Place = marked ? placeOf(marked) : markedBulk ? placeOfBulk(markedBulk) : count('needs') > 0 ? 'needs' : 'waits';
  const tab = places.find((one) => one === chosen) ?? first;
  // Chosen once: a change of state must not turn the page over.
  useEffect(() => {
    if (data && bulks && !looking && chosen === undefined) change({ tab: first });
  }, [data, bulks, looking, chosen, change, first]);
  const selectable = tab === 'over' ? [] : shown[tab].filter((one) => needsOnlyApproval(one) || canHandOn(one));
  const selected = selectable.filter((one) => chosenIds.includes(one.id));
  const texts = {
    needs: { title: t('outbox.needs', { count: count('needs') }), empty: t('outbox.noneNeeds') },
    waits: { title: t('outbox.active', { count: count('waits') }), empty: t('outbox.empty') },
    over: { title: t('outbox.history', { count: count('over') }), empty: t('outbox.noHistory') },
  };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{t('screen.outbox')}</h1>
        <OpenRequest onAccepted={() => change({ tab: 'needs' })} />
        <Button icon={<Settings20Regular />} onClick={() => setSetting(true)}>
          {t('policy.button')}
        </Button>
        <Button appearance="primary" icon={<Send20Regular />} disabled={count('waits') === 0 || !online || sending.isPending} onClick={() => sending.mutate()}>
          {t('outbox.sendNow')}
        </Button>
      </header>
      <TabList className={styles.tabs} selectedValue={tab} onTabSelect={(_, value) => change({ tab: value.value as Place })}>
        {places.map((place) => (
          <Tab key={place} value={place}>
            {texts[place].title}
          </Tab>
        ))}
      </TabList>
      {selectable.length > 0 && <Selection all={selectable} selected={selected} onSelect={setChosenIds} onHandOn={setHanding} />}
      {tab === 'needs' && purchases(shown.needs).map((of) => <ConfirmPurchases key={of.customer} of={of} onDone={() => list.current?.focus()} />)}
      {tab === 'over' && <JournalState />}
      {error && <Failure error={error} />}
      {!data && !error && <Loading />}
      {data && count(tab) === 0 && <p className={styles.empty}>{texts[tab].empty}</p>}
      <ul ref={list} tabIndex={-1} className={styles.list} aria-label={texts[tab].title}>
        {bulksAt(tab).map((one) => (
          <BulkCard key={`${one.id} ${one.id === member?.bulk}`} bulk={one} marked={one.id === markedBulk?.id} member={one.id === member?.bulk ? member.id : undefined} onDone={() => list.current?.focus()} onEdit={setEdited} onSignIn={again.start} />
        ))}
        {shown[tab].slice(0, tab === 'over' ? limit : undefined).map((one) => (
          <OperationCard
            key={one.id}
            operation={one}
            after={all.find((other) => other.id === one.waitsFor)?.target.name}
            marked={one.id === id}
            onDone={() => list.current?.focus()}
            onEdit={() => setEdited(one)}
            onSignIn={again.start}
            selected={selectable.includes(one) ? chosenIds.includes(one.id) : null}
            onSelect={(add) => setChosenIds((ids) => (add ? [...ids, one.id] : ids.filter((other) => other !== one.id)))}
          />
        ))}
      </ul>
      {tab === 'over' && shown.over.length > limit && <Button onClick={() => setLimit(limit + PAGE)}>{t('outbox.more')}</Button>}
      {edited && <EditOperation operation={edited} onClose={() => setEdited(null)} />}
      {handing && <HandOn ids={handing} onClose={() => setHanding(null)} />}
      {setting && <SendPolicyDialog onClose={() => setSetting(false)} />}
      {again.dialog}
    </div>
  );
}
