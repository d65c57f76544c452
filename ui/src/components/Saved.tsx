// Where a file was saved, or why it was not.
import { makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { Error as Failed } from '../gen/types';
import { CopyButton } from './CopyButton';
import { Failure } from './Failure';
import { Sign } from './Sign';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', columnGap: '4px', overflowWrap: 'anywhere' },
});

/** `path`: none where a browser has put it in a place of its own; undefined while nothing was saved. */
export function Saved({ path, error }: { path: string | null | undefined; error: Failed | null }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div role="status">
      {error && <Failure error={error} />}
      {!error && path === null && <Sign tone="ok">{t('saved.browser')}</Sign>}
      {!error && typeof path === 'string' && (
        <span className={styles.line}>
          <Sign tone="ok">{t('saved.at', { path })}</Sign>
          <CopyButton text={path} label={t('saved.copyPath')} />
        </span>
      )}
    </div>
  );
}
