// Whom a new policy hits: what comes at once first, then how the passwords stand now and then, who is not touched, and some by name.
import { MessageBar, MessageBarBody, Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { AsOf } from '../../components/AsOf';
import { Failure } from '../../components/Failure';
import type { Expiry, PolicyImpact } from '../../gen/types';
import { date, list, number } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import type { Counted } from './usePolicyPreview';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', rowGap: '8px' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  small: { margin: '4px 0 0', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, paddingLeft: '18px' },
  line: { margin: 0 },
  table: {
    borderCollapse: 'collapse',
    fontVariantNumeric: 'tabular-nums',
    '& th': { textAlign: 'left', fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3, padding: '2px 12px 2px 0' },
    '& td': { padding: '2px 12px 2px 0' },
  },
  figure: { textAlign: 'right !important' as 'right' },
  moved: { fontWeight: tokens.fontWeightSemibold },
});

const rows = ['ended', 'within7', 'within14', 'within30', 'later', 'never', 'probablyNever', 'unknown'] as const;
const effects = ['validAgain', 'newlyNever', 'newlyDated', 'newlyNoticed'] as const;

export function PolicyHits({ preview, failed, counting }: Counted) {
  const styles = useStyles();
  const { t } = useTranslation();
  const impact = preview?.impact ?? null;
  return (
    <section className={styles.section} aria-label={t('domainPolicy.hits')} aria-live="polite" aria-busy={counting}>
      {counting && <Spinner size="tiny" labelPosition="after" label={t('domainPolicy.counting')} />}
      {failed && <Failure error={failed} />}
      {!failed && impact !== null && <Figures impact={impact} asOf={preview?.asOf ?? null} />}
    </section>
  );
}

function Figures({ impact, asOf }: { impact: PolicyImpact; asOf: string | null }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { before, after } = impact;
  return (
    <>
      <h3 className={styles.heading}>{t('domainPolicy.hits')}</h3>
      {impact.atOnce > 0 ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {t('domainPolicy.atOnce', { count: impact.atOnce })} {impact.atOnceBlocked > 0 && t('domainPolicy.atOnceBlocked', { count: impact.atOnceBlocked })}
          </MessageBarBody>
        </MessageBar>
      ) : (
        <p className={styles.line}>{t('domainPolicy.nobodyAtOnce')}</p>
      )}
      <p className={styles.line}>
        {t('domainPolicy.under', { count: impact.under, users: number(impact.users) })}{' '}
        {effects.filter((one) => impact[one] > 0).map((one) => t(`domainPolicy.${one}`, { count: impact[one] })).join(' ')}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('domainPolicy.standing')}</th>
            <th scope="col" className={styles.figure}>
              {t('domainPolicy.now')}
            </th>
            <th scope="col" className={styles.figure}>
              {t('domainPolicy.then')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter((one) => before[one] > 0 || after[one] > 0)
            .map((one) => (
              <tr key={one}>
                <th scope="row">{t(`domainPolicy.rows.${one}`)}</th>
                <td className={styles.figure}>{number(before[one])}</td>
                <td className={`${styles.figure} ${before[one] === after[one] ? '' : styles.moved}`}>{number(after[one])}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {impact.untouched.length > 0 && (
        <>
          <h4 className={styles.small}>{t('domainPolicy.untouched', { count: impact.users - impact.under })}</h4>
          <ul className={styles.list}>
            {impact.untouched.map(({ reason, count }) => (
              <li key={reason}>
                {number(count)}: {t(`expiry.reason.${reason}`, { days: 0 })}
              </li>
            ))}
          </ul>
        </>
      )}
      {impact.sample.length > 0 && <Sample impact={impact} />}
      <AsOf at={asOf} />
    </>
  );
}

function Sample({ impact }: { impact: PolicyImpact }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <>
      <h4 className={styles.small}>{t('domainPolicy.sample')}</h4>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('domainPolicy.sampleName')}</th>
            <th scope="col">{t('domainPolicy.sampleNow')}</th>
            <th scope="col">{t('domainPolicy.sampleThen')}</th>
          </tr>
        </thead>
        <tbody>
          {impact.sample.map((hit) => (
            <tr key={hit.id}>
              <td title={hit.userPrincipalName ?? undefined}>{list([hit.displayName ?? hit.userPrincipalName ?? hit.id, ...(hit.accountEnabled === false ? [t('value.blocked')] : [])])}</td>
              <td>{ends(hit.from)}</td>
              <td className={styles.moved}>{ends(hit.to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function ends({ at, status }: Expiry): string {
  return at === null ? i18next.t(`expiry.status.${status}`) : date(at);
}
