// What the palette offers for a text.
import { ArrowSync20Regular, type FluentIcon, Person20Regular, Send20Regular, WifiOff20Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { send, setWorkOffline } from '../gen/commands';
import { begin, goTo, hrefOf } from './route';
import { usePages } from './query';
import { entries as screens } from './screens';
import { useStatus, useTenant } from './tenant';
import { useFailureToast } from './toast';
import { useSync } from './useSync';

interface PaletteEntry {
  id: string;
  label: string;
  kind: string;
  icon: FluentIcon;
  run: () => void;
}

export function usePaletteEntries(text: string): PaletteEntry[] {
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const { start } = useSync();
  const failed = useFailureToast();
  const offline = useStatus()?.connection === 'work-offline';
  const search = text.trim();
  const people = usePages({ tenant, collection: 'users', search, limit: 8 }).data?.items ?? [];
  const all: PaletteEntry[] = [
    ...screens.map((one) => ({ id: one.screen, label: t(one.title), kind: t('palette.screen'), icon: one.icon, run: () => goTo(hrefOf(one.screen, begin[one.screen])) })),
    { id: 'sync', label: t('sync.now'), kind: t('palette.action'), icon: ArrowSync20Regular, run: start },
    { id: 'send', label: t('outbox.sendNow'), kind: t('palette.action'), icon: Send20Regular, run: () => void send({ tenant }).catch(failed) },
    {
      id: 'offline',
      label: offline ? t('banner.goOnline') : t('sync.workOffline'),
      kind: t('palette.action'),
      icon: WifiOff20Regular,
      run: () => void setWorkOffline({ tenant, workOffline: !offline }).catch(failed),
    },
  ];
  const fitting = all.filter((one) => one.label.toLowerCase().includes(search.toLowerCase()));
  if (search.length < 2) return fitting;
  const found = people.map(({ id, row }) => ({
    id,
    label: row.displayName ?? row.userPrincipalName ?? id,
    kind: row.userPrincipalName ?? '',
    icon: Person20Regular,
    run: () => goTo(hrefOf(row.userType === 'Guest' ? 'guest-users' : 'users', { id, search })),
  }));
  return [...fitting, ...found];
}
