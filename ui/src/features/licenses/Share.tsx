// How much of a product is assigned: a bar for the share, the figures beside it for the truth.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { percent } from '../../i18n/format';

const useStyles = makeStyles({
  share: { display: 'inline-flex', alignItems: 'center', columnGap: '8px', width: '100%' },
  track: { flexGrow: 1, minWidth: '48px', maxWidth: '120px', height: '6px', borderRadius: '3px', backgroundColor: tokens.colorNeutralBackground5, overflow: 'hidden' },
  fill: { display: 'block', height: '100%', backgroundColor: tokens.colorBrandBackground },
  over: { backgroundColor: tokens.colorStatusDangerBackground3 },
  text: { fontVariantNumeric: 'tabular-nums', color: tokens.colorNeutralForeground2 },
});

export function Share({ part, whole }: { part: number | null; whole: number | null }) {
  const styles = useStyles();
  const { t } = useTranslation();
  if (part === null || whole === null) return <>{t('value.unknown')}</>;
  if (whole <= 0) return <>–</>;
  const share = part / whole;
  return (
    <span className={styles.share}>
      <span className={styles.track} aria-hidden>
        <span className={mergeClasses(styles.fill, share > 1 && styles.over)} style={{ width: `${Math.min(100, share * 100)}%` }} />
      </span>
      <span className={styles.text}>{percent(share)}</span>
    </span>
  );
}
