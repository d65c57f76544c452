// Whether the journal is as it was written, the mark of its end, which who notes it down can compare later, and all of it as a file.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { CopyButton } from '../../components/CopyButton';
import { Saved } from '../../components/Saved';
import { Sign } from '../../components/Sign';
import { exportJournal } from '../../gen/commands';
import { saveFile } from '../../host';

const useStyles = makeStyles({
  state: { marginBottom: '12px', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '8px' },
  head: { fontFamily: tokens.fontFamilyMonospace },
});

/** So much of a hash is enough to compare by eye; all of it is copied. */
const SHOWN = 16;

export function JournalState() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const { data } = useCommand('checkJournal', { tenant });
  const saving = useMutation({
    mutationFn: async () => saveFile(`kontor-journal-${new Date().toISOString().slice(0, 10)}.json`, (await exportJournal({ tenant })).text),
  });
  if (!data) return null;
  const { entries, head, brokenAt } = data;
  return (
    <div className={styles.state}>
      <div className={styles.line}>
        {brokenAt === null ? <Sign tone="ok">{t('journal.unbroken', { count: entries })}</Sign> : <Sign tone="danger">{t('journal.broken', { at: brokenAt })}</Sign>}
        {head !== null && (
          <>
            <span title={head}>
              {t('journal.head')} <span className={styles.head}>{head.slice(0, SHOWN)}…</span>
              <CopyButton text={head} label={t('journal.copyHead')} />
            </span>
            <Button size="small" appearance="subtle" icon={<ArrowDownload16Regular />} disabledFocusable={saving.isPending} onClick={() => saving.mutate()}>
              {t('journal.save')}
            </Button>
          </>
        )}
      </div>
      <Saved path={saving.data} error={saving.error} />
    </div>
  );
}
