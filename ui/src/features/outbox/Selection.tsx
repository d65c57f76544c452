// What can be done with several changes at once: approve those that only wait for a yes, or hand them on.
import { Button, Checkbox, makeStyles } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import { approveAll } from '../../gen/commands';
import type { OperationView } from '../../gen/types';
import { canHandOn, needsOnlyApproval } from './select';

const useStyles = makeStyles({ bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', margin: '0 0 12px 12px', minHeight: '32px' } });

interface Props {
  /** Those on this page that can be selected. */
  all: OperationView[];
  selected: OperationView[];
  onSelect: (ids: string[]) => void;
  onHandOn: (ids: string[]) => void;
}

export function Selection({ all, selected, onSelect, onHandOn }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const toApprove = selected.filter(needsOnlyApproval);
  const toHandOn = selected.filter(canHandOn);
  const approving = useMutation({
    mutationFn: () => approveAll({ tenant, ids: toApprove.map((one) => one.id) }),
    onSuccess: () => onSelect([]),
    onError: useFailureToast(),
  });
  return (
    <div className={styles.bar} role="group" aria-label={t('select.title')}>
      <Checkbox
        label={selected.length === 0 ? t('select.all', { count: all.length }) : t('select.chosen', { count: selected.length })}
        checked={selected.length === all.length ? true : selected.length > 0 ? 'mixed' : false}
        onChange={() => onSelect(selected.length === all.length ? [] : all.map((one) => one.id))}
      />
      {toApprove.length > 0 && (
        <Button size="small" appearance="primary" disabled={approving.isPending} onClick={() => approving.mutate()}>
          {t('select.approve', { count: toApprove.length })}
        </Button>
      )}
      {toHandOn.length > 0 && (
        <Button size="small" onClick={() => onHandOn(toHandOn.map((one) => one.id))}>
          {t('select.handOn', { count: toHandOn.length })}
        </Button>
      )}
    </div>
  );
}
