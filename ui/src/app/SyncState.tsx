// Connection and sync: what is known, since when, and the button that asks again.
import { Button, ProgressBar, Switch, Tooltip, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowSync20Regular, Dismiss20Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Sign, type Tone } from '../components/Sign';
import { When } from '../components/When';
import { setWorkOffline } from '../gen/commands';
import type { Connection, Progress } from '../gen/types';
import { exact } from '../i18n/format';
import { known } from '../i18n/known';
import { useConnection, useStatus, useTenant } from './tenant';
import { useSync } from './useSync';

const useStyles = makeStyles({
  state: { display: 'flex', alignItems: 'center', columnGap: '4px', whiteSpace: 'nowrap', fontSize: tokens.fontSizeBase200 },
  asOf: { color: tokens.colorNeutralForeground3, '@media (max-width: 1150px)': { display: 'none' } },
  progress: { width: '150px', overflow: 'hidden', textOverflow: 'ellipsis' },
  switch: { fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
});

export const tones: Record<Connection, Tone> = { unknown: 'unknown', online: 'ok', offline: 'blocked', 'work-offline': 'off', 'sign-in-needed': 'warning' };

export function SyncState() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const status = useStatus();
  const { start, cancel } = useSync();
  const offline = useMutation({ mutationFn: (workOffline: boolean) => setWorkOffline({ tenant, workOffline }) });
  const connection = useConnection();
  if (!status || connection === undefined) return null;
  const { asOf, syncing } = status;
  return (
    <div className={styles.state}>
      {syncing && connection !== 'offline' ? (
        <>
          <Doing progress={syncing} />
          <Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={t('sync.cancel')} title={t('sync.cancel')} onClick={cancel} />
        </>
      ) : (
        <>
          <span title={asOf === null ? t('asOf.never') : exact(asOf)} role="status">
            <Sign tone={tones[connection]}>{t(`connection.${connection}`)}</Sign>
          </span>
          {asOf !== null && (
            <span className={styles.asOf}>
              · <When at={asOf} />
            </span>
          )}
          <Tooltip content={t('sync.now')} relationship="label">
            <Button appearance="subtle" icon={<ArrowSync20Regular />} onClick={start} disabled={connection === 'work-offline'} />
          </Tooltip>
        </>
      )}
      <Switch
        className={styles.switch}
        size="small"
        label={{ children: t('sync.workOffline'), style: { whiteSpace: 'nowrap', paddingLeft: 4 } }}
        labelPosition="before"
        checked={connection === 'work-offline'}
        onChange={(_, data) => offline.mutate(data.checked)}
      />
    </div>
  );
}

function Doing({ progress }: { progress: Progress }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const what = known('collection', progress.collection);
  return (
    <div className={styles.progress} role="status">
      {progress.total === null ? t('sync.reading', { what, done: progress.done }) : t('sync.readingOf', { what, done: progress.done, total: progress.total })}
      <ProgressBar {...(progress.total ? { value: progress.done / progress.total } : {})} aria-label={t('sync.progress')} />
    </div>
  );
}
