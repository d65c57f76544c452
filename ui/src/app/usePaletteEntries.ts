// What the palette offers for a text.
import { ArrowSync20Regular, Building20Regular, type FluentIcon, Link20Regular, LockClosed20Regular, Person20Regular, Send20Regular, TableSimple20Regular, WifiOff20Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { useLock } from '../features/lock/useLock';
import { send, setWorkOffline } from '../gen/commands';
import type { TenantInfo } from '../gen/types';
import { begin, goTo, hrefOf } from './route';
import { usePages } from './query';
import { entries as screens } from './screens';
import { useStatus, useTenant } from './tenant';
import { useFailureToast } from './toast';
import { useSync } from './useSync';

/** How a link to an object begins. */
const LINK = 'kontor://';

export interface PaletteEntry {
  id: string;
  label: string;
  kind: string;
  icon: FluentIcon;
  run: () => void;
}

/** What leads out of the tenant, or is there without one. */
export interface Elsewhere {
  tenants: TenantInfo[];
  onTenant: (id: string, href?: string) => void;
}

export function useAllTenantsEntries(text: string, elsewhere: Elsewhere): PaletteEntry[] {
  return fitting(useElsewhere(text, elsewhere), text);
}

function useElsewhere(text: string, { tenants, onTenant }: Elsewhere): PaletteEntry[] {
  const { t } = useTranslation();
  const lock = useLock();
  const goAll = { id: 'all-tenants', label: t('screen.allTenants'), kind: t('palette.screen'), icon: TableSimple20Regular, run: () => goTo(hrefOf('all-tenants')) };
  const several = tenants.map((one) => ({ id: one.id, label: one.name, kind: t('palette.tenant'), icon: Building20Regular, run: () => onTenant(one.id) }));
  const link = text.trim();
  const follow = { id: 'link', label: link, kind: t('palette.link'), icon: Link20Regular, run: () => goTo(hrefOf('link', { to: link })) };
  return [
    ...(link.startsWith(LINK) ? [follow] : []),
    ...(tenants.length > 1 ? [goAll, ...several] : []),
    { id: 'lock', label: t('lock.now'), kind: t('palette.action'), icon: LockClosed20Regular, run: lock.now },
  ];
}

function fitting(entries: PaletteEntry[], text: string): PaletteEntry[] {
  return entries.filter((one) => one.label.toLowerCase().includes(text.trim().toLowerCase()));
}

export function useTenantEntries(text: string, elsewhere: Elsewhere): PaletteEntry[] {
  const { t } = useTranslation();
  const others = useElsewhere(text, elsewhere);
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
    ...others,
  ];
  const named = fitting(all, text);
  if (search.length < 2 || search.startsWith(LINK)) return named;
  const found = people.map(({ id, row }) => ({
    id,
    label: row.displayName ?? row.userPrincipalName ?? id,
    kind: row.userPrincipalName ?? '',
    icon: Person20Regular,
    run: () => goTo(hrefOf(row.userType === 'Guest' ? 'guest-users' : 'users', { id, search })),
  }));
  return [...named, ...found];
}
