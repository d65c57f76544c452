// One product in the licence form: given or not, how many are free, and which of its apps are on.
import { Button, Checkbox, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ChevronDown16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { planName } from '../../components/planNames';
import type { LicenseRow } from '../../gen/types';
import { compare } from '../../i18n/format';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', columnGap: '8px' },
  name: { flexGrow: 1, minWidth: 0 },
  free: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', paddingRight: '8px', whiteSpace: 'nowrap' },
  none: { color: tokens.colorStatusDangerForeground1 },
  apps: { whiteSpace: 'nowrap', fontWeight: tokens.fontWeightRegular },
  plans: { display: 'grid', gridTemplateColumns: '1fr 1fr', alignItems: 'start', padding: '0 8px 8px 28px', '& label': { paddingTop: '4px', paddingBottom: '4px', overflowWrap: 'anywhere' } },
  note: { padding: '0 8px 8px 36px', color: tokens.colorNeutralForeground3 },
});

interface Props {
  product: LicenseRow;
  /** As it stands now. */
  had: readonly string[] | null;
  /** The service plans that are off by the wish; null when the product is not given. */
  off: readonly string[] | null;
  inherited: boolean;
  onChange: (off: readonly string[] | null) => void;
}

export function ProductChoice({ product, had, off, inherited, onChange }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { name, available } = product;
  // Plans of the whole company are in force for everybody.
  const plans = product.servicePlans
    .filter((plan) => plan.appliesTo !== 'Company')
    .map((plan) => ({ id: plan.servicePlanId.toLowerCase(), name: planName(plan.servicePlanName ?? plan.servicePlanId) }))
    .sort((left, right) => compare(left.name, right.name));
  const on = plans.filter((plan) => off !== null && !off.includes(plan.id)).length;
  const turn = (id: string, to: boolean) => onChange(to ? (off ?? []).filter((one) => one !== id) : [...(off ?? []), id]);
  return (
    <div>
      <div className={styles.line}>
        <span className={styles.name}>
          <Checkbox label={name} checked={off !== null} onChange={(_, data) => onChange(data.checked === true ? (had ?? []) : null)} />
        </span>
        {off !== null && plans.length > 1 && (
          <Button
            size="small"
            appearance="subtle"
            className={styles.apps}
            icon={open ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
            aria-expanded={open}
            aria-label={t('form.appsOf', { product: name, on, of: plans.length })}
            onClick={() => setOpen(!open)}
          >
            {t('form.apps', { on, of: plans.length })}
          </Button>
        )}
        <span className={mergeClasses(styles.free, available !== null && available <= 0 && styles.none)}>
          {available === null ? t('value.unknown') : t('license.free', { count: Math.max(0, available) })}
        </span>
      </div>
      {off !== null && open && inherited && <div className={styles.note}>{t('form.appsInherited')}</div>}
      {off !== null && open && (
        <div className={styles.plans} role="group" aria-label={t('form.appsOf', { product: name, on, of: plans.length })}>
          {plans.map((plan) => (
            <Checkbox
              key={plan.id}
              size="medium"
              label={plan.name}
              disabled={inherited}
              checked={!off.includes(plan.id)}
              onChange={(_, data) => turn(plan.id, data.checked === true)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
