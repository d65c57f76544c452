// The steps that were queued together for somebody, and where each stands, until the last of them is over and seen to.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { hrefOf } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { StateSign } from '../../components/StateSign';
import { When } from '../../components/When';
import { known } from '../../i18n/known';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '8px 0 0', padding: 0 },
  one: { display: 'flex', justifyContent: 'space-between', columnGap: '12px', padding: '4px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, '& > span': { flexShrink: 0 } },
  heading: { margin: '12px 0 0', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightRegular },
});

export function Checklists({ id }: { id: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const latest = useCommand('checklists', { tenant: useTenant().id }).data?.filter((one) => one.about.id === id).at(-1)?.steps;
  const first = latest?.[0];
  if (!latest || !first) return null;
  const done = latest.filter((one) => one.state === 'done').length;
  return (
    <>
      <h3 className={styles.heading}>
        {t('offboard.checklist')}{' '}
        <span className={styles.quiet}>
          {t('offboard.progress', { done, of: latest.length })} · <When at={first.queuedAt} />
        </span>
      </h3>
      <ul className={styles.list} aria-label={t('offboard.checklist')}>
        {latest.map((one) => (
          <li key={one.id} className={styles.one}>
            <Link href={hrefOf('outbox', { id: one.id })}>
              {known('operation', one.operation)}
              {one.target.id !== id && `: ${one.target.name}`}
            </Link>
            <StateSign state={one.state} />
          </li>
        ))}
      </ul>
    </>
  );
}
