// What a wish for many would do: how many it changes, whom it leaves alone and why, and some of it field by field.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Changes } from '../../components/Changes';
import { useWhyLeft } from '../../components/whyNot';
import type { Group, Survey } from '../../gen/types';
import { number } from '../../i18n/format';
import { type What, words } from './words';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', rowGap: '6px' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  groups: { display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: '12px', rowGap: '6px', margin: 0 },
  count: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', fontWeight: tokens.fontWeightSemibold },
  why: { margin: 0, overflowWrap: 'anywhere' },
  names: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  sample: { padding: '12px 14px', borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3, display: 'flex', flexDirection: 'column', rowGap: '10px' },
  name: { margin: '0 0 2px', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold },
});

export function SurveyView({ survey, what }: { survey: Survey; what: What }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const left = survey.groups.filter((group) => group.leftOut);
  const told = survey.groups.filter((group) => !group.leftOut);
  return (
    <>
      <section className={styles.part} aria-live="polite">
        <h3 className={styles.heading}>{t(words[what].goes, { count: survey.goes, total: survey.total })}</h3>
        {survey.hold !== null && survey.goes > 0 && <div>{t('takes.approval')}</div>}
      </section>
      <Groups title={t(words[what].leftOut, { count: survey.total - survey.goes })} groups={left} />
      <Groups title={t('bulk.mind')} groups={told} />
      {survey.sample.length > 0 && (
        <section className={styles.sample} aria-label={t('bulk.sample')}>
          <h3 className={styles.heading}>{t('bulk.sample')}</h3>
          {survey.sample.map((one) => (
            <div key={one.target.id}>
              <h4 className={styles.name}>{one.target.name}</h4>
              <Changes changes={one.changes} />
            </div>
          ))}
        </section>
      )}
    </>
  );
}

export function Groups({ title, groups }: { title: string; groups: Group[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const whyLeft = useWhyLeft();
  if (groups.length === 0) return null;
  return (
    <section className={styles.part}>
      <h3 className={styles.heading}>{title}</h3>
      <dl className={styles.groups}>
        {groups.map((group, index) => (
          <div key={index} style={{ display: 'contents' }}>
            <dt className={styles.count}>{number(group.count)}</dt>
            <dd className={styles.why}>
              {whyLeft(group.why)}
              <div className={styles.names}>{group.count > group.names.length ? t('bulk.namesAndMore', { names: group.names.join(', ') }) : group.names.join(', ')}</div>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
