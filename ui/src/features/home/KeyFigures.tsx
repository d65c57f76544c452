// Figures of the tenant, each a way into its list. A figure that is not known says so, and why.
import { makeStyles, tokens } from '@fluentui/react-components';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Params, type Screen, hrefOf } from '../../app/route';
import { useCollectionStatus } from '../../app/tenant';
import type { Figures } from '../../gen/types';
import { number } from '../../i18n/format';
import { surfaces } from '../../theme/theme';

const useStyles = makeStyles({
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(190px, 1fr))', gap: '12px' },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: '2px',
    padding: '14px 16px',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    ':hover': { backgroundColor: surfaces.hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  value: { fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700, fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold },
  unknown: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightHero700, color: tokens.colorNeutralForeground3 },
  name: { color: tokens.colorNeutralForeground2 },
  why: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

const tiles: { figure: keyof Figures; name: ParseKeys; collection: string; screen: Screen; params?: Params }[] = [
  { figure: 'users', name: 'home.users', collection: 'users', screen: 'users' },
  { figure: 'guests', name: 'home.guests', collection: 'users', screen: 'guest-users' },
  { figure: 'blocked', name: 'home.blocked', collection: 'users', screen: 'users', params: { 'f.enabled': '0' } },
  { figure: 'passwordsEnding', name: 'home.passwordsEnding', collection: 'users', screen: 'password-expiry', params: { 'f.phase': 'notice' } },
  { figure: 'passwordsEnded', name: 'home.passwordsEnded', collection: 'users', screen: 'password-expiry', params: { 'f.phase': 'ended' } },
  { figure: 'licensesBought', name: 'home.licensesBought', collection: 'licenses', screen: 'licenses' },
  { figure: 'licensesAssigned', name: 'home.licensesAssigned', collection: 'licenses', screen: 'licenses' },
  { figure: 'invoicesOverdue', name: 'home.invoicesOverdue', collection: 'invoices', screen: 'invoices', params: { 'f.status': 'overdue' } },
];

export function KeyFigures({ figures }: { figures: Figures }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.grid}>
      {tiles.map(({ figure, name, collection, screen, params }) => (
        <a key={figure} href={hrefOf(screen, params)} className={styles.tile}>
          {figures[figure] === null ? <Unknown collection={collection} /> : <span className={styles.value}>{number(figures[figure])}</span>}
          <span className={styles.name}>{t(name)}</span>
        </a>
      ))}
    </div>
  );
}

function Unknown({ collection }: { collection: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const status = useCollectionStatus(collection);
  return (
    <>
      <span className={styles.unknown}>{t('value.unknown')}</span>
      <span className={styles.why}>{status?.error ? t(`error.${status.error.code}`) : t('home.notRead')}</span>
    </>
  );
}
