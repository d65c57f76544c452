// Figures of the tenant, each a way into its list. A figure that is not known says so, and why.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { filterParams, hrefOf } from '../../app/route';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { useNow } from '../../components/now';
import { number } from '../../i18n/format';
import { surfaces } from '../../theme/theme';
import { FEW, type Tile, filtersOfTile, tiles } from './tiles';

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

export function KeyFigures() {
  const styles = useStyles();
  return (
    <div className={styles.grid}>
      {tiles.map((tile) => (
        <Figure key={tile.id} tile={tile} />
      ))}
    </div>
  );
}

function Figure({ tile }: { tile: Tile }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const now = useNow();
  const { collection, column, name, note, screen } = tile;
  const complete = useCollectionStatus(collection)?.complete === true;
  const tally = useCommand('tally', { tenant, collection, column: column?.name ?? '' }, complete && column !== undefined).data;
  const filters = column && !tally ? null : filtersOfTile(tile, tally ?? [], now);
  const total = useCommand('list', { tenant, collection, filters: filters ?? {}, limit: 1 }, complete && filters !== null).data?.total;
  const known = filters !== null ? total : column && tally ? 0 : undefined;
  return (
    <a href={hrefOf(screen, filterParams(filters ?? {}))} className={styles.tile}>
      {complete ? <span className={styles.value}>{known == null ? '\u00a0' : number(known)}</span> : <Unknown collection={collection} />}
      <span className={styles.name}>{t(name)}</span>
      {note && <span className={styles.why}>{t(note, { count: FEW })}</span>}
    </a>
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
