// Where the password policies have gaps, each with the one next step.
import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { filterParams, hrefOf, useParams } from '../../app/route';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { NEVER } from '../../components/fieldText';
import { Sign } from '../../components/Sign';
import type { PolicyGaps } from '../../gen/types';
import { list, number } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { PolicyForAll } from '../domains/PolicyForAll';
import { ViewPage } from './ViewPage';

const useStyles = makeStyles({
  sections: { display: 'flex', flexDirection: 'column', rowGap: '22px', maxWidth: '820px' },
  heading: { margin: '0 0 6px', fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  list: { margin: '0 0 8px', paddingLeft: '18px', display: 'flex', flexDirection: 'column', rowGap: '4px' },
  line: { margin: '0 0 8px' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

function days(count: number | null): string {
  if (count === null) return i18next.t('policyGaps.notSet');
  return count === NEVER ? i18next.t('policyGaps.never') : i18next.t('policyGaps.days', { count });
}

export function Gaps() {
  const styles = useStyles();
  const { data, error } = useCommand('policyGaps', { tenant: useTenant().id });
  const [all, setAll] = useState(false);
  return (
    <ViewPage error={error}>
      {data && (
        <div className={styles.sections}>
          <Policies gaps={data} onSetAll={() => setAll(true)} />
          <Admins admins={data.admins} />
          <Unknown unknown={data.unknown} />
          <AsOf at={data.asOf} />
        </div>
      )}
      {all && <PolicyForAll onClose={() => setAll(false)} />}
    </ViewPage>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>{title}</h2>
      {children}
    </section>
  );
}

function Policies({ gaps: { policies, withoutPolicy }, onSetAll }: { gaps: PolicyGaps; onSetAll: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const domains = useCollectionStatus('domains')?.complete === true;
  const users = useCollectionStatus('users')?.complete === true;
  if (!domains || !users) {
    return (
      <Section title={t('policyGaps.policies')}>
        <Sign tone="unknown">{t('access.notRead')}</Sign>
      </Section>
    );
  }
  return (
    <>
      <Section title={t('policyGaps.policies')}>
        <p className={styles.line}>{policies.length > 1 ? <Sign tone="warning">{t('policyGaps.differ', { count: policies.length })}</Sign> : <Sign tone="ok">{t('policyGaps.onePolicy')}</Sign>}</p>
        <ul className={styles.list}>
          {policies.map((one) => (
            <li key={`${one.validityDays} ${one.noticeDays}`}>
              <strong>{days(one.validityDays)}</strong>, {t('policyGaps.notice', { days: days(one.noticeDays).toLowerCase() })}: {list(one.domains)} <span className={styles.quiet}>({t('policyGaps.users').toLowerCase()}: {number(one.users)})</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('policyGaps.without')}>
        {withoutPolicy.length === 0 && <Sign tone="ok">{t('policyGaps.noWithout')}</Sign>}
        <ul className={styles.list}>
          {withoutPolicy.map((one) => (
            <li key={one.id}>
              <strong>{one.id}</strong> <span className={styles.quiet}>({t('policyGaps.users').toLowerCase()}: {number(one.users)})</span> – {t(`expiry.reason.${one.means}`, { days: 0 })}
            </li>
          ))}
        </ul>
        {(policies.length > 1 || withoutPolicy.length > 0) && <Button onClick={onSetAll}>{t('policyGaps.setAll')}</Button>}
      </Section>
    </>
  );
}

function Admins({ admins }: { admins: PolicyGaps['admins'] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [, change] = useParams();
  return (
    <Section title={t('policyGaps.admins')}>
      {admins === null && (
        <>
          <p className={styles.line}>
            <Sign tone="unknown">{t('policyGaps.adminsUnknown')}</Sign>
          </p>
          <Link href={hrefOf('access')}>{t('policyGaps.access')}</Link>
        </>
      )}
      {admins?.length === 0 && <Sign tone="ok">{t('policyGaps.noAdmins')}</Sign>}
      <ul className={styles.list}>
        {admins?.map((one) => (
          <li key={one.id}>
            <Link as="button" title={t('policyGaps.openUser')} onClick={() => change({ id: one.id })}>
              {one.displayName ?? one.userPrincipalName ?? one.id}
            </Link>
            : {list(one.roles)} {one.accountEnabled === false && <span className={styles.quiet}>({t('value.blocked')})</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Unknown({ unknown }: { unknown: PolicyGaps['unknown'] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const read = useCollectionStatus('users')?.complete === true;
  return (
    <Section title={t('policyGaps.unknown')}>
      {unknown.length === 0 && (read ? <Sign tone="ok">{t('policyGaps.noUnknown')}</Sign> : <Sign tone="unknown">{t('access.notRead')}</Sign>)}
      <ul className={styles.list}>
        {unknown.map(({ reason, count }) => (
          <li key={reason}>
            <strong>{number(count)}</strong>: {t(`expiry.reason.${reason}`, { days: 0 })}. {t(`policyGaps.next.${reason}` as 'policyGaps.next.never-changed')}{' '}
            <Link href={hrefOf('password-expiry', filterParams({ reason: [reason] }))}>{t('policyGaps.showThem')}</Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
