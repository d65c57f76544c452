// Microsoft's admin centers, for what Kontor does not do.
import { Link, makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { known } from '../../i18n/known';

const useStyles = makeStyles({ list: { display: 'flex', flexWrap: 'wrap', gap: '8px 20px', listStyleType: 'none', margin: 0, padding: 0 } });

export function AdminCenters() {
  const styles = useStyles();
  const { t } = useTranslation();
  const pages = useCommand('pages', {}).data?.filter((page) => page.center) ?? [];
  return (
    <ul className={styles.list} aria-label={t('access.centers')}>
      {pages.map(({ name, address }) => (
        <li key={name}>
          <Link href={address} target="_blank" rel="noreferrer">
            {known('center', name)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
