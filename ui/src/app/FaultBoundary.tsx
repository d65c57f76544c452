// What stands in the window when drawing it failed: what happened and the way out, instead of an empty window.
import { Button, FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowClockwise20Regular } from '@fluentui/react-icons';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import icon from '../../../icons/icon.svg';
import { CopyButton } from '../components/CopyButton';
import type { AppState } from '../gen/types';
import { themes, useThemeName } from '../theme/theme';
import { queryClient } from './query';
import { hrefOf } from './route';

const useStyles = makeStyles({
  page: { height: '100vh', display: 'grid', placeItems: 'center', padding: '24px', boxSizing: 'border-box', overflowY: 'auto' },
  inner: { maxWidth: '560px', display: 'flex', flexDirection: 'column', rowGap: '20px' },
  title: { margin: 0, fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700, fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', columnGap: '8px' },
  detail: { display: 'flex', alignItems: 'center', columnGap: '4px', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  message: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
});

/** Everything may be amiss here, the answer with the settings included: only what is surely there is used. */
function Fault({ message }: { message: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const chosen = queryClient.getQueryData<AppState>(['state', {}])?.settings?.theme ?? null;
  const theme = themes[useThemeName(chosen)] ?? themes.light;
  return (
    <FluentProvider theme={theme}>
      <main className={styles.page} role="alert">
        <div className={styles.inner}>
          <img src={icon} width={48} height={48} alt="" />
          <h1 className={styles.title}>{t('fault.title')}</h1>
          <p className={styles.text}>{t('fault.text')}</p>
          <div className={styles.actions}>
            <Button appearance="primary" icon={<ArrowClockwise20Regular />} onClick={() => window.location.reload()}>
              {t('fault.reload')}
            </Button>
            <Button
              onClick={() => {
                window.location.hash = hrefOf('home');
                window.location.reload();
              }}
            >
              {t('fault.home')}
            </Button>
          </div>
          <div className={styles.detail}>
            <span className={styles.message}>{message}</span>
            <CopyButton text={message} label={t('fault.copy')} />
          </div>
        </div>
      </main>
    </FluentProvider>
  );
}

export class FaultBoundary extends Component<{ children: ReactNode }, { message: string | null }> {
  override state: { message: string | null } = { message: null };

  static getDerivedStateFromError(fault: unknown) {
    return { message: fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault) };
  }

  override render() {
    return this.state.message === null ? this.props.children : <Fault message={this.state.message} />;
  }
}
