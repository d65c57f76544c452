// The whole window: theme, language, and either the welcome or the frame around a tenant.
import { FluentProvider, Toaster, makeStyles, tokens } from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Failure } from '../components/Failure';
import { Welcome } from '../features/welcome/Welcome';
import { setLanguage } from '../i18n/i18n';
import { themes, useThemeName } from '../theme/theme';
import { Frame } from './Frame';
import { followChanges, queryClient, useCommand } from './query';
import { TenantContext } from './tenant';
import { TOASTER } from './toast';

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
  const [chosenTenant, chooseTenant] = useState(() => localStorage.getItem('kontor.tenant'));
  const language = state?.settings.language ?? null;
  const theme = useThemeName(state?.settings.theme ?? null);
  useEffect(followChanges, []);
  useEffect(() => void setLanguage(language), [language]);
  useEffect(() => {
    document.body.style.margin = '0';
    document.documentElement.style.colorScheme = theme === 'light' ? 'light' : 'dark';
  }, [theme]);
  const tenant = state?.tenants.find((one) => one.id === chosenTenant) ?? state?.tenants[0];
  const choose = (id: string) => {
    localStorage.setItem('kontor.tenant', id);
    chooseTenant(id);
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
      {state && !tenant && <Welcome settings={state.settings} version={state.version} onTenant={choose} />}
      {state && tenant && (
        <TenantContext.Provider value={tenant}>
          <Frame key={tenant.id} state={state} onTenant={choose} />
        </TenantContext.Provider>
      )}
      </div>
      <Toaster toasterId={TOASTER} position="bottom" limit={3} />
    </FluentProvider>
  );
}
