// What needs attention today, the gravest first. Each line leads to the object it is about.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOfObject } from '../../app/route';
import { Sign, type Tone } from '../../components/Sign';
import { When } from '../../components/When';
import type { Alert } from '../../gen/types';
import { date, money } from '../../i18n/format';
import { known } from '../../i18n/known';
import { MailButton } from '../mail/MailButton';

const FIRST = 8;
const tones: Record<Alert['severity'], Tone> = { critical: 'danger', warning: 'warning', info: 'info' };

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  one: {
    display: 'grid',
    gridTemplateColumns: '160px 1fr auto',
    alignItems: 'center',
    columnGap: '16px',
    padding: '9px 4px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  when: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  none: { margin: 0, color: tokens.colorNeutralForeground2 },
  more: { marginTop: '10px' },
});

/** The values of an alert as its sentence wants them. */
function worded({ name, at, args }: Alert) {
  return {
    name,
    service: args.service?.toString() ?? '–',
    date: at === null ? '' : date(at),
    amount: money({ value: args.amount?.toString() ?? null, currency: args.currency?.toString() ?? null }),
    status: known('subscriptionStatus', args.status?.toString() ?? ''),
  };
}

/** Whether a subscription renews by itself changes the sentence, where it is known. */
function contextOf({ args }: Alert): string | undefined {
  return typeof args['renews'] === 'string' ? args['renews'] : undefined;
}

export function Attention({ alerts }: { alerts: Alert[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (alerts.length === 0) {
    return (
      <p className={styles.none}>
        <Sign tone="ok">{t('home.nothing')}</Sign>
      </p>
    );
  }
  const shown = all ? alerts : alerts.slice(0, FIRST);
  return (
    <>
      <ul className={styles.list}>
        {shown.map((alert) => (
          <li key={alert.id} className={styles.one}>
            <Sign tone={tones[alert.severity]}>{t(`severity.${alert.severity}`)}</Sign>
            <Link href={hrefOfObject(alert.collection, alert.objectId)}>
              {t(`alert.${alert.kind}`, { ...alert.args, ...worded(alert), context: contextOf(alert) })}
            </Link>
            <span className={styles.when}>{alert.at && <When at={alert.at} />}</span>
          </li>
        ))}
      </ul>
      {alerts.some((alert) => alert.kind === 'password-ends') && (
        <div className={styles.more}>
          <MailButton kind="password-expiry" />
        </div>
      )}
      {alerts.length > FIRST && (
        <div className={styles.more}>
          <Link as="button" onClick={() => setAll(!all)}>
            {all ? t('home.fewer') : t('home.more', { count: alerts.length - FIRST })}
          </Link>
        </div>
      )}
    </>
  );
}
