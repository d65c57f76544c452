// One tenant of the overview. Each figure leads to the screen of that tenant that shows what was counted.
import { Badge, Button, Link, mergeClasses } from '@fluentui/react-components';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { STALE } from '../../app/Banner';
import { tones } from '../../app/SyncState';
import { hrefOf } from '../../app/route';
import { seenConnection } from '../../app/tenant';
import { Sign } from '../../components/Sign';
import { TenantDot } from '../../components/TenantDot';
import { When } from '../../components/When';
import { detailOf } from '../../components/detail';
import { useNow } from '../../components/now';
import type { Overview, TenantInfo } from '../../gen/types';
import { number } from '../../i18n/format';
import { useSignInAgain } from '../sign-in/SignInAgain';
import { type Figure, SOONEST_AFTER, figures, users } from './figures';
import type { Row } from './order';
import { useOverviewStyles } from './styles';
import { To } from './To';

interface Props {
  row: Row;
  days: boolean;
  /** Whether an answer that is still missing is worth a sign. */
  late: boolean;
  onTenant: (id: string, href: string) => void;
  onAgain: () => void;
}

export function OverviewRow({ row: { tenant, overview, error }, days, late, onTenant, onAgain }: Props) {
  const styles = useOverviewStyles();
  const { t } = useTranslation();
  const go = (href: string) => onTenant(tenant.id, href);
  const wide = figures.length + 3 + Number(days);
  return (
    <tr className={styles.row} aria-busy={!overview && !error}>
      <th scope="row" className={styles.cell}>
        <div className={styles.beside}>
          <div className={styles.name}>
            <TenantDot tenantId={tenant.tenantId} />
            <To href={hrefOf('home')} onGo={go} className={mergeClasses(styles.link, styles.cut)}>
              {tenant.name}
            </To>
          </div>
          {tenant.demo && (
            <Badge size="small" appearance="tint" color="brand">
              {t('frame.demo')}
            </Badge>
          )}
        </div>
      </th>
      {error && (
        <td className={styles.cell} colSpan={wide}>
          <div className={styles.refused} title={detailOf(error)}>
            <Sign tone="danger">{t(`error.${error.code}`)}</Sign>
            <Button size="small" onClick={onAgain}>
              {t('banner.tryAgain')}
            </Button>
          </div>
        </td>
      )}
      {!error && !overview && (
        <td className={mergeClasses(styles.cell, styles.quiet)} colSpan={wide}>
          {late && t('all.opening')}
        </td>
      )}
      {!error && overview && (
        <>
          <td className={styles.cell}>
            <State tenant={tenant} overview={overview} />
          </td>
          <td className={styles.cell}>
            <AsOf at={overview.asOf} />
          </td>
          <Count figure={users} tenant={tenant} overview={overview} onGo={go} />
          {figures.map((one) => (
            <Fragment key={one.id}>
              <Count figure={one} group={t(one.group)} tenant={tenant} overview={overview} onGo={go} />
              {days && one.id === SOONEST_AFTER && (
                <td className={mergeClasses(styles.cell, styles.end)}>{overview.nextSubscriptionEnd && <When at={overview.nextSubscriptionEnd} as="date" />}</td>
              )}
            </Fragment>
          ))}
        </>
      )}
    </tr>
  );
}

function State({ tenant, overview: { connection, error } }: { tenant: TenantInfo; overview: Overview }) {
  const { t } = useTranslation();
  const again = useSignInAgain(tenant);
  if (connection === null) return null;
  const seen = seenConnection(tenant, connection);
  const said = t(`connection.${seen}`);
  return (
    <span title={detailOf(error ?? undefined) ?? said}>
      <Sign tone={tones[seen]}>
        {seen === 'sign-in-needed' && again.start ? (
          <Link as="button" aria-label={`${said} – ${t('signIn.againTo', { name: tenant.name })}`} onClick={again.start}>
            {said}
          </Link>
        ) : (
          said
        )}
      </Sign>
      {again.dialog}
    </span>
  );
}

function AsOf({ at }: { at: string | null }) {
  const styles = useOverviewStyles();
  const { t } = useTranslation();
  const now = useNow();
  if (at === null) return <span className={styles.quiet}>{t('asOf.never')}</span>;
  if (now - new Date(at).valueOf() <= STALE) return <When at={at} />;
  return (
    <Sign tone="warning">
      <When at={at} />
    </Sign>
  );
}

interface CountProps {
  figure: Omit<Figure, 'group'>;
  group?: string;
  tenant: TenantInfo;
  overview: Overview;
  onGo: (href: string) => void;
}

function Count({ figure: { name, of, tone, href }, group, tenant, overview, onGo }: CountProps) {
  const styles = useOverviewStyles();
  const { t } = useTranslation();
  const count = of(overview);
  const what = group === undefined ? t(name) : `${group} – ${t(name)}`;
  return (
    <td className={mergeClasses(styles.cell, styles.end)}>
      {count === null && (
        <span className={styles.quiet} title={t(overview.asOf === null ? 'home.notRead' : 'list.denied')}>
          –
        </span>
      )}
      {count === 0 && <span className={styles.quiet}>{number(0)}</span>}
      {count !== null && count > 0 && (
        <To href={href} onGo={onGo} className={mergeClasses(styles.link, tone !== null && styles.trouble)} label={t('all.figure', { what, count, tenant: tenant.name })}>
          {tone ? <Sign tone={tone}>{number(count)}</Sign> : number(count)}
        </To>
      )}
    </td>
  );
}
