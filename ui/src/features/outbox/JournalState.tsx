// Whether the journal is as it was written, and the mark of its end, which who notes it down can compare later.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { CopyButton } from '../../components/CopyButton';
import { Sign } from '../../components/Sign';

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '8px', marginBottom: '12px', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  head: { fontFamily: tokens.fontFamilyMonospace },
});

/** So much of a hash is enough to compare by eye; all of it is copied. */
const SHOWN = 16;

export function JournalState() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data } = useCommand('checkJournal', { tenant: useTenant().id });
  if (!data) return null;
  const { entries, head, brokenAt } = data;
  return (
    <div className={styles.line}>
      {brokenAt === null ? <Sign tone="ok">{t('journal.unbroken', { count: entries })}</Sign> : <Sign tone="danger">{t('journal.broken', { at: brokenAt })}</Sign>}
      {head !== null && (
        <span title={head}>
          {t('journal.head')} <span className={styles.head}>{head.slice(0, SHOWN)}…</span>
          <CopyButton text={head} label={t('journal.copyHead')} />
        </span>
      )}
    </div>
  );
}
