// The shell of the window: top bar, what stands below it, and what opens over all of it.
import { makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Customers } from '../features/customers/Customers';
import { ConnectTenant } from '../features/sign-in/ConnectTenant';
import { RemoveTenant } from '../features/tenants/RemoveTenant';
import type { AppState, TenantInfo } from '../gen/types';
import { KeyHelp } from './KeyHelp';
import { TenantMenu } from './TenantMenu';
import { TopBar } from './TopBar';
import { useGlobalKeys } from './useGlobalKeys';

const useStyles = makeStyles({
  frame: { height: '100%', display: 'grid', gridTemplateRows: 'auto 1fr', minHeight: 0 },
  skip: {
    position: 'absolute',
    left: '8px',
    top: '-64px',
    zIndex: 10,
    padding: '8px 12px',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorBrandForegroundLink,
    border: `2px solid ${tokens.colorStrokeFocus2}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus': { top: '8px' },
  },
  below: { display: 'flex', minHeight: 0, minWidth: 0 },
  main: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0, outlineStyle: 'none' },
});

interface Props {
  state: AppState;
  /** None: all of them. */
  tenant: TenantInfo | null;
  onTenant: (id: string, href?: string) => void;
  onSignIn: (() => void) | null;
  onSync: () => void;
  palette: (onClose: () => void) => ReactNode;
  /** In the top bar. */
  bar: ReactNode;
  navigation: ReactNode;
  children: ReactNode;
}

export function Shell({ state, tenant, onTenant, onSignIn, onSync, palette, bar, navigation, children }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [over, setOver] = useState<'palette' | 'help' | 'connect' | 'customers' | 'remove' | null>(null);
  useGlobalKeys({ palette: () => setOver('palette'), help: () => setOver('help'), sync: onSync });
  const close = () => setOver(null);
  return (
    <div className={styles.frame}>
      <a
        href="#main"
        className={styles.skip}
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('frame.skip')}
      </a>
      <TopBar
        state={state}
        menu={
          <TenantMenu
            tenants={state.tenants}
            tenant={tenant}
            onTenant={onTenant}
            onConnect={() => setOver('connect')}
            onRemove={() => setOver('remove')}
            onCustomers={tenant && onSignIn && (() => setOver('customers'))}
            onSignIn={onSignIn}
          />
        }
        onHelp={() => setOver('help')}
      >
        {bar}
      </TopBar>
      <div className={styles.below}>
        {navigation}
        <main id="main" tabIndex={-1} className={styles.main}>
          {children}
        </main>
      </div>
      {over === 'palette' && palette(close)}
      {over === 'help' && <KeyHelp onClose={close} />}
      {over === 'connect' && <ConnectTenant onTenant={onTenant} onClose={close} />}
      {over === 'customers' && tenant && <Customers partner={tenant} tenants={state.tenants} onTenant={onTenant} onClose={close} />}
      {over === 'remove' && tenant && <RemoveTenant tenant={tenant} onClose={close} />}
    </div>
  );
}
