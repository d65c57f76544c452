// What a list says when it is not simply there: empty, loading, partial, refused or failed, each with a next step.
import { Button, MessageBar, MessageBarBody, ProgressBar, Skeleton, SkeletonItem, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCollectionStatus, useProgress, useStatus } from '../../app/tenant';
import { useSync } from '../../app/useSync';
import type { Error as Failed } from '../../gen/types';
import { Failure } from '../Failure';

const useStyles = makeStyles({
  bars: { display: 'flex', flexDirection: 'column', rowGap: '8px', padding: '0 24px', ':not(:empty)': { paddingBottom: '8px' } },
  empty: { display: 'flex', flexDirection: 'column', alignItems: 'center', rowGap: '12px', padding: '64px 24px', color: tokens.colorNeutralForeground2 },
  skeleton: { display: 'flex', flexDirection: 'column', rowGap: '14px', padding: '16px 24px' },
  progress: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

/** Above a list: what of it is missing, and why. */
export function ListBars({ collection, error }: { collection: string; error: Failed | null }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const status = useCollectionStatus(collection);
  const progress = useProgress(collection);
  const refused = status?.error;
  return (
    <div className={styles.bars}>
      {error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <Failure error={error} />
          </MessageBarBody>
        </MessageBar>
      )}
      {refused && refused.code !== 'offline' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <Failure error={refused} />
          </MessageBarBody>
        </MessageBar>
      )}
      {status && !status.complete && progress && (
        <div className={styles.progress} role="status">
          {progress.total === null
            ? t('list.loading', { count: progress.done })
            : t('list.loadingOf', { done: progress.done, total: progress.total })}
          <ProgressBar {...(progress.total ? { value: progress.done / progress.total } : {})} aria-label={t('list.progress')} />
        </div>
      )}
    </div>
  );
}

interface EmptyProps {
  collection: string;
  text: string;
  narrowed: boolean;
  onClear: () => void;
}

/** In place of a list without rows. */
export function EmptyList({ collection, text, narrowed, onClear }: EmptyProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const status = useCollectionStatus(collection);
  const syncing = useStatus()?.syncing != null;
  const { start } = useSync();
  if (narrowed) {
    return (
      <div className={styles.empty} role="status">
        {t('list.noMatch')}
        <Button onClick={onClear}>{t('list.clear')}</Button>
      </div>
    );
  }
  if (status?.complete) {
    return (
      <div className={styles.empty} role="status">
        {text}
      </div>
    );
  }
  if (status?.error?.code === 'denied') {
    return (
      <div className={styles.empty} role="status">
        {t('list.denied')}
      </div>
    );
  }
  if (syncing) return <Loading />;
  return (
    <div className={styles.empty} role="status">
      {t('list.notRead')}
      <Button appearance="primary" onClick={start}>
        {t('sync.now')}
      </Button>
    </div>
  );
}

/** The store answers in milliseconds: only what takes longer than that is worth a sign. */
const PATIENCE = 300;

/** Whether it has been here that long. */
export function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return late;
}

export function Loading() {
  const styles = useStyles();
  const { t } = useTranslation();
  if (!useLate()) return null;
  return (
    <Skeleton className={styles.skeleton} aria-label={t('list.progress')}>
      {[92, 78, 85, 70, 88, 74].map((width) => (
        <SkeletonItem key={width} size={16} style={{ width: `${width}%` }} />
      ))}
    </Skeleton>
  );
}
