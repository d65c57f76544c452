// The password policy of a domain: how long passwords last and when users are told, or that they never end.
import { Button, Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { Key20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { DomainRow } from '../../gen/types';
import { type Policy, isFederated, policyAsInput, policyOf } from './policy';

export function PasswordPolicyButton({ row }: { row: DomainRow }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (isFederated(row)) return null;
  return (
    <>
      <Button size="small" icon={<Key20Regular />} onClick={() => setOpen(true)}>
        {t('action.passwordPolicy')}
      </Button>
      {open && <PasswordPolicy row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

export function PasswordPolicy({ row, replaces, onClose }: { row: DomainRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const [policy, setPolicy] = useState<Policy>(() => policyOf(row, replaces?.input ?? {}));
  return (
    <OperationDialog
      title={t('form.passwordPolicy', { name: row.id })}
      operation="update-domain"
      id={row.id}
      input={policyAsInput(row, policy, replaces?.changes ?? [])}
      fields={['passwordValidityPeriodInDays', 'passwordNotificationWindowInDays']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t('domain.validity')}>
            <RadioGroup value={policy.never ? 'never' : 'days'} onChange={(_, data) => setPolicy({ ...policy, never: data.value === 'never' })}>
              <Radio value="never" label={t('domain.never')} />
              <Radio value="days" label={t('domain.lastDays')} />
            </RadioGroup>
          </Field>
          {!policy.never && (
            <>
              <Field label={t('domain.validityDays')} hint={t('domain.validityHint')} validationMessage={errorOf('passwordValidityPeriodInDays')}>
                <Input type="number" min={14} max={730} value={policy.validity} onChange={(_, data) => setPolicy({ ...policy, validity: data.value })} />
              </Field>
              <Field label={t('domain.noticeDays')} hint={t('domain.noticeHint')} validationMessage={errorOf('passwordNotificationWindowInDays')}>
                <Input type="number" min={1} max={30} value={policy.notice} onChange={(_, data) => setPolicy({ ...policy, notice: data.value })} />
              </Field>
            </>
          )}
        </>
      )}
    </OperationDialog>
  );
}
