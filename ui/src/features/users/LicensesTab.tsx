// The licences of one person, and how each came.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Sign } from '../../components/Sign';
import type { UserRow } from '../../gen/types';
import { known } from '../../i18n/known';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '12px 0 0', padding: 0 },
  one: { padding: '8px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  how: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

export function LicensesTab({ row }: { row: UserRow }) {
  const styles = useStyles();
  const { t } = useTranslation();
  if (row.licenses.length === 0) return <p>{t('user.noLicenses')}</p>;
  return (
    <ul className={styles.list}>
      {row.licenses.map((one, index) => (
        <li key={index} className={styles.one}>
          <div>{one.name}</div>
          <div className={styles.how}>
            {one.assignedByGroup ? t('user.byGroup') : t('user.direct')}
            {one.state && ` · ${known('licenseState', one.state)}`}
            {one.disabledPlans.length > 0 && ` · ${t('user.plansOff', { count: one.disabledPlans.length })}`}
          </div>
          {one.error && <Sign tone="danger">{one.error}</Sign>}
        </li>
      ))}
    </ul>
  );
}
