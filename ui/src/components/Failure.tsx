// An error: what it means and what to do next, Microsoft's own words, and the request id for its support.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Error as Failed } from '../gen/types';
import { CopyButton } from './CopyButton';

const useStyles = makeStyles({
  detail: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  id: { fontFamily: tokens.fontFamilyMonospace },
});

export function Failure({ error }: { error: Failed }) {
  const { t } = useTranslation();
  return (
    <div>
      <div>{t(`error.${error.code}`)}</div>
      <FailureDetail error={error} />
    </div>
  );
}

/** Microsoft's own words, or Kontor's to a script: as they came, whatever the language. */
export function FailureDetail({ error }: { error: Failed }) {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <>
      <div className={styles.detail} lang="en">
        {error.message}
        {error.serverCode ? ` (${error.serverCode})` : ''}
      </div>
      {error.requestId && (
        <div className={styles.detail}>
          {t('error.requestId')} <span className={styles.id}>{error.requestId}</span>
          <CopyButton text={error.requestId} label={t('error.copyRequestId')} />
        </div>
      )}
    </>
  );
}
