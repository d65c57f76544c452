// The frame around a tenant: its state in the top bar, navigation, banner, and the screen.
import { useTranslation } from 'react-i18next';
import { KeychainPage } from '../features/keychain/KeychainAsks';
import { useSignInAgain } from '../features/sign-in/SignInAgain';
import type { AppState } from '../gen/types';
import { Banner } from './Banner';
import { Navigation } from './Navigation';
import { TenantPalette } from './Palette';
import { QueuedNote } from './QueuedNote';
import { Shell } from './Shell';
import { TenantBar } from './TenantBar';
import { useRoute } from './route';
import { entries } from './screens';
import { useStatus, useTenant } from './tenant';
import { useSync } from './useSync';
import { useTitle } from './useTitle';

interface Props {
  state: AppState;
  onTenant: (id: string, href?: string) => void;
}

export function Frame({ state, onTenant }: Props) {
  const { t } = useTranslation();
  const { screen } = useRoute();
  const { start } = useSync();
  const tenant = useTenant();
  const again = useSignInAgain(tenant);
  const waits = useStatus() === undefined && state.keychainAsks;
  const entry = entries.find((one) => one.screen === screen) ?? entries[0];
  useTitle(entry ? t(entry.title) : '', tenant.name);
  const Draw = entry?.draw;
  return (
    <Shell
      state={state}
      tenant={tenant}
      onTenant={onTenant}
      onSignIn={again.start}
      onSync={start}
      palette={(onClose) => <TenantPalette tenants={state.tenants} onTenant={onTenant} onClose={onClose} />}
      bar={<TenantBar />}
      navigation={<Navigation screen={entry?.screen ?? 'home'} />}
    >
      {waits && <KeychainPage />}
      {/* Put aside and not taken away: what is drawn anew asks again for all that has failed, and so for the key. */}
      <div style={{ display: waits ? 'none' : 'contents' }}>
        <Banner onSignIn={again.start} />
        {Draw && <Draw key={entry.screen} />}
        {entry?.screen !== 'outbox' && <QueuedNote />}
      </div>
      {again.dialog}
    </Shell>
  );
}
