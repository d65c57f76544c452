// That the days without a sign-in are counted up to their last reading, where that is long ago.
import { makeStyles, tokens } from '@fluentui/react-components';
import { Trans } from 'react-i18next';
import { useCollectionStatus } from '../app/tenant';
import { When } from './When';
import { useNow } from './now';

const useStyles = makeStyles({ quiet: { margin: 0, color: tokens.colorNeutralForeground3 } });

/** It is read once a day: from two on it was not. */
const OLD = 2 * 86_400_000;

export function SignInsAsOf() {
  const styles = useStyles();
  const now = useNow();
  const at = useCollectionStatus('sign-in-activity')?.asOf;
  if (at == null || now - Date.parse(at) < OLD) return null;
  return (
    <p className={styles.quiet}>
      <Trans i18nKey="signIns.asOf" components={{ when: <When at={at} as="date" /> }} />
    </p>
  );
}
