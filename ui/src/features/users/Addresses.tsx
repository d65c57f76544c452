// A person's addresses, the primary one first. Graph shows them and cannot change them: Exchange does.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useMicrosoftPage } from '../../components/useMicrosoftPage';
import { CopyButton } from '../../components/CopyButton';
import { Sign } from '../../components/Sign';
import type { UserRow } from '../../gen/types';
import { addresses } from './proxyAddresses';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '8px 0 0', padding: 0 },
  one: { display: 'flex', alignItems: 'center', columnGap: '8px', overflowWrap: 'anywhere' },
  quiet: { margin: '4px 0 0', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

export function Addresses({ row }: { row: UserRow }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const page = useMicrosoftPage('mailboxes');
  const all = addresses(row.proxyAddresses);
  return (
    <>
      {all.length === 0 && <p className={styles.quiet}>{t('addresses.none')}</p>}
      <ul className={styles.list} aria-label={t('addresses.title')}>
        {all.map(({ kind, address, primary }) => (
          <li key={`${kind}:${address}`} className={styles.one}>
            <span>
              {address}
              {kind !== 'smtp' && ` (${kind.toUpperCase()})`}
            </span>
            {primary && <Sign tone="ok">{t('addresses.primary')}</Sign>}
            <CopyButton text={address} label={t('addresses.copy', { address })} />
          </li>
        ))}
      </ul>
      <p className={styles.quiet}>
        {t(row.onPremisesSyncEnabled === true ? 'addresses.onPremises' : 'addresses.exchange')}{' '}
        {page && row.onPremisesSyncEnabled !== true && (
          <Link href={page} target="_blank" rel="noreferrer">
            {t('addresses.open')}
          </Link>
        )}
      </p>
    </>
  );
}
