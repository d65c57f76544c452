// Whom the tenant lets reset a forgotten password: chosen here, set by a person on Entra's page.
import { Combobox, Field, Option, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { GroupRow, PasswordResetFor } from '../../gen/types';
import { known } from '../../i18n/known';

const CHOICES: readonly PasswordResetFor[] = ['none', 'selected', 'all'];
const SHOWN = 20;

/** `id` is the organisation's. */
export function PasswordResetScope({ id, replaces, onClose }: { id: string; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const [whom, setWhom] = useState<PasswordResetFor | null>((replaces?.input.passwordResetFor as PasswordResetFor | undefined) ?? null);
  const [group, setGroup] = useState((replaces?.input.group as string | undefined) ?? '');
  const found = useCommand('list', { tenant, collection: 'groups', order: 'name', limit: SHOWN, ...(group.trim() === '' ? {} : { search: group }) });
  const names = (found.data?.items ?? []).map((item) => (item.row as GroupRow).displayName).filter((name) => name !== null);
  const input = whom === null ? null : { passwordResetFor: whom, ...(whom === 'selected' && { group }) };
  return (
    <OperationDialog title={t('reset.scope')} operation="set-password-reset-scope" id={id} input={input} fields={['group']} replaces={replaces} onClose={onClose}>
      {(errorOf) => (
        <>
          <p style={{ margin: 0 }}>{t('reset.scopeText')}</p>
          <Field label={known('field', 'passwordResetFor')}>
            <RadioGroup layout="horizontal" value={whom ?? ''} onChange={(_, data) => setWhom(data.value as PasswordResetFor)}>
              {CHOICES.map((one) => (
                <Radio key={one} value={one} label={t(`passwordResetFor.${one}`)} />
              ))}
            </RadioGroup>
          </Field>
          {whom === 'selected' && (
            <Field label={known('field', 'group')} validationMessage={errorOf('group')}>
              <Combobox freeform autoComplete="off" value={group} selectedOptions={[group]} onInput={(event) => setGroup(event.currentTarget.value)} onOptionSelect={(_, data) => setGroup(data.optionText ?? '')}>
                {names.map((name) => (
                  <Option key={name} value={name}>
                    {name}
                  </Option>
                ))}
              </Combobox>
            </Field>
          )}
        </>
      )}
    </OperationDialog>
  );
}
