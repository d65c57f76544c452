// One sentence and one next step when the window does not show the present.
import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { detailOf } from '../components/detail';
import { useNow } from '../components/now';
import { When } from '../components/When';
import { setWorkOffline } from '../gen/commands';
import { useDemoCloud } from './DemoMenu';
import { useConnection, useStatus, useTenant } from './tenant';
import { useSync } from './useSync';

/** What was read longer ago than this is no longer the present. */
export const STALE = 24 * 3_600_000;

const useStyles = makeStyles({
  bar: { padding: '8px 24px 0' },
  // A long sentence breaks, and leaves its step in sight.
  text: { whiteSpace: 'normal', overflowWrap: 'anywhere' },
});

/** `onSignIn` is none where a person cannot sign in. */
export function Banner({ onSignIn }: { onSignIn: (() => void) | null }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant();
  const status = useStatus();
  const connection = useConnection();
  const now = useNow();
  const { start } = useSync();
  const cloud = useDemoCloud();
  const online = useMutation({ mutationFn: () => setWorkOffline({ tenant: tenant.id, workOffline: false }) });
  if (!status) return null;
  const { asOf, error } = status;
  const since = { components: { when: <When at={asOf} /> } };
  if (connection === 'work-offline') {
    return <Bar intent="info" text={<Trans i18nKey="banner.workOffline" {...since} />} step={t('banner.goOnline')} onStep={() => online.mutate()} />;
  }
  if (connection === 'offline' && tenant.demo && !tenant.demoCloudRunning) {
    return <Bar intent="warning" text={<Trans i18nKey="banner.offline" {...since} />} step={t('demo.connect')} onStep={() => cloud.mutate(true)} />;
  }
  if (connection === 'offline') {
    return <Bar intent="warning" text={<Trans i18nKey="banner.offline" {...since} />} step={t('banner.tryAgain')} onStep={start} />;
  }
  if (connection === 'sign-in-needed') {
    const step = onSignIn ? { step: t('signIn.go'), onStep: onSignIn } : { step: t('banner.tryAgain'), onStep: start };
    return <Bar intent="error" text={detailOf(error ?? undefined) ?? t('banner.signIn')} {...step} />;
  }
  if (asOf !== null && now - new Date(asOf).valueOf() > STALE && !status.syncing) {
    return <Bar intent="warning" text={<Trans i18nKey="banner.stale" {...since} />} step={t('sync.now')} onStep={start} />;
  }
  return <span className={styles.bar} hidden />;
}

interface BarProps {
  intent: 'info' | 'warning' | 'error';
  text: React.ReactNode;
  step: string;
  onStep: () => void;
}

function Bar({ intent, text, step, onStep }: BarProps) {
  const styles = useStyles();
  return (
    <div className={styles.bar}>
      <MessageBar intent={intent} layout="singleline">
        <MessageBarBody className={styles.text}>{text}</MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={onStep}>
            {step}
          </Button>
        </MessageBarActions>
      </MessageBar>
    </div>
  );
}
