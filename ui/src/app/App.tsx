// The whole window: theme, language, and the welcome, the frame around a tenant, or the overview of all of them.
import { FluentProvider, Toaster, makeStyles, tokens } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Failure } from '../components/Failure';
import { Locking } from '../features/lock/Locking';
import { AllTenants } from '../features/tenants/AllTenants';
import { Welcome } from '../features/welcome/Welcome';
import { setLanguage } from '../i18n/i18n';
import { themes, useThemeName } from '../theme/theme';
import { FollowLink } from './FollowLink';
import { Frame } from './Frame';
import { followChanges, queryClient, useCommand } from './query';
import { goTo, hrefOf, useRoute } from './route';
import { TenantContext } from './tenant';
import { TOASTER } from './toast';
import { lastShown, useForgetting } from './useForgetting';

const useStyles = makeStyles({
  window: {
    height: '100vh',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    '@media (prefers-reduced-motion: reduce)': { '& *': { animationDuration: '0.01ms !important', transitionDuration: '0.01ms !important' } },
  },
  failed: { padding: '64px', maxWidth: '640px' },
});

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Window />
    </QueryClientProvider>
  );
}

function Window() {
  const styles = useStyles();
  const { data: state, error } = useCommand('state', {});
  const { screen } = useRoute();
  const [chosenTenant, chooseTenant] = useState(lastShown);
  const language = state?.settings.language ?? null;
  const theme = useThemeName(state?.settings.theme ?? null);
  useEffect(followChanges, []);
  useEffect(() => void setLanguage(language), [language]);
  useEffect(() => {
    document.body.style.margin = '0';
    document.documentElement.style.colorScheme = theme === 'light' ? 'light' : 'dark';
  }, [theme]);
  const tenant = state?.tenants.find((one) => one.id === chosenTenant) ?? state?.tenants[0];
  // What is shown first stays: a tenant that is connected later, and comes first by name, must not take its place.
  if (tenant && tenant.id !== chosenTenant) chooseTenant(tenant.id);
  const ofAll = screen === 'all-tenants' && state !== undefined && state.tenants.length > 1;
  const following = screen === 'link';
  useForgetting(state, tenant?.id);
  /** Its screen at `href`; without one, the screen that is open. */
  const choose = (id: string, href?: string) => {
    chooseTenant(id);
    if (href !== undefined) goTo(href);
    else if (ofAll) goTo(hrefOf('home'));
  };
  return (
    <FluentProvider theme={themes[theme]}>
      {/* Apart from the provider, whose class everything that opens over the window takes too. */}
      <div className={styles.window}>
      {error && !state && (
        <main className={styles.failed} role="alert">
          <Failure error={error} />
        </main>
      )}
      {state && (
        <Locking state={state}>
          {following && <FollowLink onTenant={chooseTenant} />}
          {!following && !tenant && <Welcome settings={state.settings} version={state.version} onTenant={choose} />}
          {!following && tenant && ofAll && <AllTenants state={state} onTenant={choose} />}
          {!following && tenant && !ofAll && (
            <TenantContext.Provider value={tenant}>
              <Frame key={tenant.id} state={state} onTenant={choose} />
            </TenantContext.Provider>
          )}
        </Locking>
      )}
      </div>
      {/* What they say is of a tenant. */}
      {state?.locked !== true && <Toaster toasterId={TOASTER} position="bottom" limit={3} />}
    </FluentProvider>
  );
}
