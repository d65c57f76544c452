// Bars of the last months, and within them the part of one product. Beside each stands its figure, so that nothing is said by length or colour alone.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { SpendingIn, SpendingOf } from '../../gen/types';
import { money, month } from '../../i18n/format';
import { shares } from './shares';

const MONTHS = 13;

const useStyles = makeStyles({
  rows: { listStyleType: 'none', margin: '8px 0 16px', padding: 0, display: 'grid', gridTemplateColumns: 'max-content 1fr max-content', columnGap: '12px', rowGap: '4px', alignItems: 'center', fontVariantNumeric: 'tabular-nums' },
  row: { display: 'contents' },
  month: { color: tokens.colorNeutralForeground3 },
  whole: { fill: tokens.colorBrandBackground2, stroke: tokens.colorBrandStroke1 },
  alone: { fill: tokens.colorBrandBackground },
  part: { fill: tokens.colorBrandBackground },
  end: { textAlign: 'right' },
  of: { color: tokens.colorNeutralForeground3 },
});

export function Bars({ of, part }: { of: SpendingIn; part: SpendingOf | undefined }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { currency } = of;
  const first = Math.max(0, of.months.length - MONTHS);
  const widths = shares(of.totals.slice(first));
  const parts = part && shares(part.byMonth.slice(first), of.totals.slice(first));
  return (
    <ul className={styles.rows} aria-label={t('spending.byMonth', { currency })}>
      {of.months.slice(first).map((key, place) => (
        <li key={key} className={styles.row}>
          <span className={styles.month}>{month(key)}</span>
          <svg width="100%" height="16" aria-hidden>
            <rect x="0.5" y="1.5" width={`${widths[place] ?? 0}%`} height="13" rx="2" className={part ? styles.whole : styles.alone} />
            {parts && <rect x="0.5" y="1.5" width={`${parts[place] ?? 0}%`} height="13" rx="2" className={styles.part} />}
          </svg>
          <span className={styles.end}>
            {part && <>{money({ currency, value: part.byMonth[first + place] ?? null })} <span className={styles.of}>{t('spending.of')} </span></>}
            {money({ currency, value: of.totals[first + place] ?? null })}
          </span>
        </li>
      ))}
    </ul>
  );
}
