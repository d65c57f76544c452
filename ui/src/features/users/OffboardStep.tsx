// One step of leaving: whether it can be done, and what it will do.
import { Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../../app/tenant';
import { AccessNote } from '../../components/AccessNote';
import { Changes } from '../../components/Changes';
import { detailOf } from '../../components/detail';
import { usePreview } from '../../components/usePreview';
import type { Planned, Step } from './offboarding';

const useStyles = makeStyles({
  step: { paddingBottom: '8px', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  under: { display: 'flex', flexDirection: 'column', rowGap: '6px', paddingLeft: '32px' },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  step: Step;
  plan: Planned[];
  chosen: boolean;
  /** Told when Microsoft would refuse it, and when no longer. */
  onRefused: (refused: boolean) => void;
  onChoose: () => void;
  /** What else belongs to it while it is chosen. */
  children: ReactNode;
}

export function OffboardStep({ step, plan, chosen, onRefused, onChoose, children }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  // Of several that are alike the first shows what happens.
  const first = plan[0];
  const { preview } = usePreview(first ? { tenant, ...first } : null);
  const errors = preview?.errors ?? [];
  // What Microsoft is known to refuse is not asked for; a role or a permission may yet be given.
  const refused = errors.length > 0 || (preview?.warnings ?? []).some((one) => one === 'mastered-on-premises' || one === 'federated-domain' || one === 'guest-password');
  useEffect(() => onRefused(refused), [refused, onRefused]);
  const able = plan.length > 0 && !refused;
  return (
    <section className={styles.step}>
      <Checkbox label={t(`offboard.step.${step}`, { count: plan.length })} disabled={!able} checked={able && chosen} onChange={onChoose} />
      <div className={styles.under}>
        {able && chosen && children}
        {plan.length === 0 && <p className={styles.quiet}>{t('offboard.nothing')}</p>}
        {plan.length > 0 && errors.map((error, index) => <p key={index} className={styles.quiet}>{detailOf(error)}</p>)}
        {refused && preview?.warnings.map((one) => <p key={one} className={styles.quiet}>{t(`warning.${one}`)}</p>)}
        {able && chosen && preview && plan.length === 1 && <Changes changes={preview.changes} />}
        {able && chosen && step === 'delete' && <p className={styles.quiet}>{t('offboard.deleteLater')}</p>}
        {able && chosen && preview && <AccessNote access={preview.access} />}
      </div>
    </section>
  );
}
