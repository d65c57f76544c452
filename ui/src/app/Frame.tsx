// The frame of the window: top bar, navigation, banner, the screen, and what opens over all of them.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectTenant } from '../features/sign-in/ConnectTenant';
import { useSignInAgain } from '../features/sign-in/SignInAgain';
import type { AppState } from '../gen/types';
import { Banner } from './Banner';
import { KeyHelp } from './KeyHelp';
import { Navigation } from './Navigation';
import { Palette } from './Palette';
import { QueuedNote } from './QueuedNote';
import { TopBar } from './TopBar';
import { useRoute } from './route';
import { entries } from './screens';
import { useTenant } from './tenant';
import { useGlobalKeys } from './useGlobalKeys';
import { useSync } from './useSync';

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
  onTenant: (id: string) => void;
}

export function Frame({ state, onTenant }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { screen } = useRoute();
  const { start } = useSync();
  const tenant = useTenant();
  const [over, setOver] = useState<'palette' | 'help' | 'connect' | null>(null);
  useGlobalKeys({ palette: () => setOver('palette'), help: () => setOver('help'), sync: start });
  const again = useSignInAgain(tenant);
  const entry = entries.find((one) => one.screen === screen) ?? entries[0];
  const title = entry ? t(entry.title) : '';
  useEffect(() => {
    document.title = `${title} – ${tenant.name} – Kontor`;
  }, [title, tenant.name]);
  const close = () => setOver(null);
  const Draw = entry?.draw;
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
      <TopBar state={state} onTenant={onTenant} onConnect={() => setOver('connect')} onSignIn={again.start} onHelp={() => setOver('help')} />
      <div className={styles.below}>
        <Navigation screen={entry?.screen ?? 'home'} />
        <main id="main" tabIndex={-1} className={styles.main}>
          <Banner onSignIn={again.start} />
          {Draw && <Draw key={entry.screen} />}
          {entry?.screen !== 'outbox' && <QueuedNote />}
        </main>
      </div>
      {over === 'palette' && <Palette onClose={close} />}
      {over === 'help' && <KeyHelp onClose={close} />}
      {over === 'connect' && <ConnectTenant onTenant={onTenant} onClose={close} />}
      {again.dialog}
    </div>
  );
}
