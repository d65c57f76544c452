// Steps of the journal, one under the other: when, what, who, the request, and what was noted with it.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '../app/route';
import type { Error as Failed, JournalStep, OperationView } from '../gen/types';
import { known } from '../i18n/known';
import { CopyButton } from './CopyButton';
import { FailureDetail } from './Failure';
import { When } from './When';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '4px 0 0 5px', padding: 0, borderLeft: `2px solid ${tokens.colorNeutralStroke2}` },
  step: {
    position: 'relative',
    padding: '0 0 12px 18px',
    '::before': {
      content: '""',
      position: 'absolute',
      left: '-6px',
      top: '5px',
      width: '10px',
      height: '10px',
      borderRadius: '50%',
      backgroundColor: tokens.colorBrandStroke1,
    },
  },
  head: { display: 'flex', flexWrap: 'wrap', columnGap: '8px', fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  id: { fontFamily: tokens.fontFamilyMonospace },
  raw: { margin: '4px 0 0', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  steps: JournalStep[];
  /** Given where steps of several operations stand together: each then says whose it is. */
  operations?: OperationView[];
}

export function Timeline({ steps, operations }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  if (steps.length === 0) return <p>{t('journal.none')}</p>;
  return (
    <ol className={styles.list} aria-label={t('journal.title')}>
      {steps.map((step, index) => {
        const of = operations?.find((one) => one.id === step.operation);
        const failed = errorIn(step.detail);
        return (
          <li key={index} className={styles.step}>
            <div className={styles.head}>
              <span>{known('journalStep', step.step)}</span>
              {of && <Link href={hrefOf('outbox', { id: of.id })}>{known('operation', of.operation)}</Link>}
            </div>
            <div className={styles.quiet}>
              <When at={step.at} /> · {step.who}
            </div>
            {failed && <FailureDetail error={failed} />}
            {step.requestId && !failed?.requestId && (
              <div className={styles.quiet}>
                {t('error.requestId')} <span className={styles.id}>{step.requestId}</span>
                <CopyButton text={step.requestId} label={t('error.copyRequestId')} />
              </div>
            )}
            {says(step.detail) && (
              <details className={styles.quiet}>
                <summary>{t('journal.detail')}</summary>
                <pre className={styles.raw}>{JSON.stringify(step.detail, null, 2)}</pre>
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function says(detail: unknown): boolean {
  return typeof detail === 'object' && detail !== null && Object.keys(detail).length > 0;
}

/** The error that a step notes, be it all that it notes or a part. */
function errorIn(detail: unknown): Failed | null {
  if (typeof detail !== 'object' || detail === null) return null;
  if ('code' in detail && 'message' in detail) return detail as Failed;
  return 'error' in detail ? errorIn(detail.error) : null;
}
