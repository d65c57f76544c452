// Whose password ends on one day.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { filterParams, hrefOf } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { When } from '../../components/When';
import type { PasswordExpiryRow } from '../../gen/types';
import { fullDay } from '../../i18n/format';
import { nextDay } from './month';

/** More are in the list. */
const SHOWN = 100;

const useStyles = makeStyles({
  section: { flex: '1 1 240px', minWidth: '220px', maxWidth: '420px', '& p': { margin: '4px 0' } },
  heading: { margin: '2px 0 8px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold, '::first-letter': { textTransform: 'uppercase' } },
  list: { margin: '0 0 8px', padding: 0, listStyleType: 'none' },
  person: { display: 'flex', justifyContent: 'space-between', columnGap: '8px', padding: '3px 0', fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export function DayPeople({ day, blocked, onOpen }: { day: Date; blocked: number; onOpen: (id: string) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const filters = { ends: [`${day.toISOString()}/${nextDay(day).toISOString()}`], enabled: ['1'] };
  const { data, isPlaceholderData } = useCommand('list', { tenant: useTenant().id, collection: 'password-expiry', filters, limit: SHOWN });
  const people = isPlaceholderData ? undefined : data?.items.map((one) => one.row as PasswordExpiryRow);
  return (
    <section className={styles.section} aria-live="polite" aria-label={fullDay(day)}>
      <h3 className={styles.heading}>{fullDay(day)}</h3>
      {people?.length === 0 && <p className={styles.quiet}>{t('calendar.nobody')}</p>}
      <ul className={styles.list}>
        {people?.map((row) => (
          <li key={row.id} className={styles.person}>
            <Link as="button" onClick={() => onOpen(row.id)}>
              {row.displayName ?? row.userPrincipalName ?? row.id}
            </Link>
            <When at={row.at} as="clock" />
          </li>
        ))}
      </ul>
      {(data?.total ?? 0) > SHOWN && <p className={styles.quiet}>{t('calendar.moreThere', { count: SHOWN })}</p>}
      {blocked > 0 && <p className={styles.quiet}>{t('calendar.blocked', { count: blocked })}</p>}
      {people !== undefined && people.length > 0 && <Link href={hrefOf('password-expiry', filterParams(filters))}>{t('calendar.openList')}</Link>}
      <p>{data && <AsOf at={data.asOf} />}</p>
    </section>
  );
}
