// When an operation was queued, sent and finished, and how often it was tried.
import { makeStyles, tokens } from '@fluentui/react-components';
import { Trans, useTranslation } from 'react-i18next';
import { useConnection } from '../../app/tenant';
import { useNow } from '../../components/now';
import { When } from '../../components/When';
import type { OperationView } from '../../gen/types';

const useStyles = makeStyles({
  times: { display: 'flex', flexWrap: 'wrap', columnGap: '16px', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

export function Times({ operation }: { operation: OperationView }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const now = useNow();
  const connection = useConnection();
  const cut = connection === 'offline' || connection === 'work-offline';
  const { waitsFor, queuedAt, notBefore, sentAt, finishedAt, attempts, state } = operation;
  const waits = state === 'queued' && waitsFor === null && new Date(notBefore).valueOf() > now;
  const at = (time: string, as?: 'clock') => ({ components: { when: <When at={time} as={as} /> } });
  return (
    <div className={styles.times}>
      <span>
        <Trans i18nKey="outbox.queuedAt" {...at(queuedAt)} />
      </span>
      {waits && (
        <span>
          {cut ? t('outbox.whenConnected') : <Trans i18nKey="outbox.notBefore" {...at(notBefore, 'clock')} />}
        </span>
      )}
      {sentAt && (
        <span>
          <Trans i18nKey="outbox.sentAt" {...at(sentAt)} />
        </span>
      )}
      {finishedAt && (
        <span>
          <Trans i18nKey="outbox.finishedAt" {...at(finishedAt)} />
        </span>
      )}
      {attempts > 0 && <span>{t('outbox.attempts', { count: attempts })}</span>}
    </div>
  );
}
