// One step of leaving: whether it can be done, what it will do, and what stays and why.
import { Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AccessNote } from '../../components/AccessNote';
import { Changes } from '../../components/Changes';
import { useWhyLeft } from '../../components/whyNot';
import type { Offboarding } from '../../gen/types';
import { number } from '../../i18n/format';

const useStyles = makeStyles({
  step: { paddingBottom: '8px', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  under: { display: 'flex', flexDirection: 'column', rowGap: '6px', paddingLeft: '32px', overflowWrap: 'anywhere' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  planned: Offboarding;
  /** Whom it is about. */
  id: string;
  chosen: boolean;
  onChoose: () => void;
  /** What else belongs to it while it is chosen. */
  children: ReactNode;
}

export function OffboardStep({ planned: { step, goes, stays, more }, id, chosen, onChoose, children }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const whyLeft = useWhyLeft();
  const shown = goes.length > 0 && chosen;
  // Of many reports their number is enough; what else there is of several is named.
  const told = step === 'reports' && goes.length > 1 ? [] : goes;
  return (
    <section className={styles.step}>
      <Checkbox label={t(`offboard.step.${step}`, { count: goes.length })} disabled={goes.length === 0} checked={shown} onChange={onChoose} />
      <div className={styles.under}>
        {shown && children}
        {goes.length === 0 && stays.length === 0 && <p className={styles.quiet}>{t('offboard.nothing')}</p>}
        {shown &&
          told.map((one) => (
            <div key={one.id + JSON.stringify(one.input)}>
              {one.id === id ? <Changes changes={one.preview.changes} /> : one.preview.target.name}
              {one.preview.warnings.includes('group-for-roles') && <p className={styles.quiet}>{t('warning.group-for-roles')}</p>}
            </div>
          ))}
        {stays.map((one) => (
          <p key={one.name} className={styles.quiet}>
            {one.id === id ? whyLeft(one.why) : t('offboard.stays', { name: one.name, why: whyLeft(one.why) })}
          </p>
        ))}
        {more > 0 && <p className={styles.quiet}>{t('offboard.moreReports', { number: number(more) })}</p>}
        {shown && goes[0]?.preview.hold && <p className={styles.quiet}>{t(step === 'delete' ? 'offboard.deleteLater' : 'takes.approval')}</p>}
        {shown && goes[0] && <AccessNote access={goes[0].preview.access} />}
      </div>
    </section>
  );
}
