// Whom somebody leads.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { hrefOfObject } from '../../app/route';
import { useTenant } from '../../app/tenant';
import type { UserRow } from '../../gen/types';
import { number } from '../../i18n/format';
import { nameOf } from './columns';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  under: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Named in the panel; the rest is counted. */
const NAMED = 8;

export function Reports({ id }: { id: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const reports = useCommand('list', { tenant: useTenant().id, collection: 'users', order: 'name', filters: { manager: [id.toLowerCase()] }, limit: NAMED }).data;
  if (!reports || reports.items.length === 0) return null;
  const more = (reports.total ?? 0) - reports.items.length;
  return (
    <ul className={styles.list} aria-label={t('manager.reports')}>
      {reports.items.map((item) => (
        <li key={item.id}>
          <Link href={hrefOfObject('users', item.id)}>{nameOf(item.row as UserRow)}</Link>
        </li>
      ))}
      {more > 0 && <li className={styles.under}>{t('manager.more', { count: more, number: number(more) })}</li>}
    </ul>
  );
}
