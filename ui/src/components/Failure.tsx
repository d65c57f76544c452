// An error: what it means and what to do next, its detail, and the request id for Microsoft's support.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Error as Failed } from '../gen/types';
import { CopyButton } from './CopyButton';
import { isMicrosofts, translated } from './detail';

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

/** Kontor's sentence in the reader's language; Microsoft's own words as they came, marked as such. */
export function FailureDetail({ error }: { error: Failed }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const own = translated(error.message);
  return (
    <>
      {own !== undefined && (
        <div className={styles.detail}>
          {own}
          {error.serverCode ? ` (${error.serverCode})` : ''}
        </div>
      )}
      {own === undefined && (
        <div className={styles.detail}>
          {isMicrosofts(error) && `${t('error.microsoftSays')} `}
          <span lang="en">
            {error.message}
            {error.serverCode ? ` (${error.serverCode})` : ''}
          </span>
        </div>
      )}
      {error.requestId && (
        <div className={styles.detail}>
          {t('error.requestId')} <span className={styles.id}>{error.requestId}</span>
          <CopyButton text={error.requestId} label={t('error.copyRequestId')} />
        </div>
      )}
    </>
  );
}
