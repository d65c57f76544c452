// When the server last confirmed what is on the screen.
import { makeStyles, tokens } from '@fluentui/react-components';
import { Trans, useTranslation } from 'react-i18next';
import { When } from './When';

const useStyles = makeStyles({
  asOf: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, whiteSpace: 'nowrap' },
});

export function AsOf({ at }: { at: string | null }) {
  const { t } = useTranslation();
  const styles = useStyles();
  if (at === null) return <span className={styles.asOf}>{t('asOf.never')}</span>;
  return (
    <span className={styles.asOf}>
      <Trans i18nKey="asOf.at" components={{ when: <When at={at} /> }} />
    </span>
  );
}
