// Give somebody a role: any that there is, Microsoft's own or the tenant's, in the whole tenant or in an administrative unit.
import { Field, Input, Option, Combobox } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { roleNames } from '../../components/RoleName';
import { WHOLE } from './scope';

interface Props {
  user: string;
  name: string;
  replaces?: Replaced;
  onClose: () => void;
}

export function AssignRole({ user, name, replaces, onClose }: Props) {
  const { t } = useTranslation();
  const roles = usePages({ tenant: useTenant().id, collection: 'role-definitions', order: 'name', limit: 1000 }).data?.items.map((one) => one.row) ?? [];
  const before = replaces?.input ?? {};
  const [chosen, setChosen] = useState(typeof before.roleDefinitionId === 'string' ? before.roleDefinitionId : '');
  const [scope, setScope] = useState(typeof before.directoryScopeId === 'string' ? before.directoryScopeId : WHOLE);
  const role = roles.find((one) => one.id === chosen);
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? (role ? roleNames(role.name) : '');
  const word = typed?.toLowerCase() ?? '';
  const found = roles.filter((one) => one.isEnabled !== false && `${roleNames(one.name)} ${one.description ?? ''}`.toLowerCase().includes(word));
  return (
    <OperationDialog
      title={t('form.assignRole', { name })}
      operation="assign-role"
      id={user}
      input={chosen === '' ? null : { roleDefinitionId: chosen, directoryScopeId: scope.trim() }}
      fields={['roleDefinitionId', 'directoryScopeId']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t('role.role')} hint={role?.description ?? undefined} validationMessage={errorOf('roleDefinitionId')}>
            <Combobox
              inlinePopup
              value={shown}
              selectedOptions={chosen === '' ? [] : [chosen]}
              placeholder={t('role.choose')}
              onChange={(event) => {
                setTyped(event.target.value);
                setChosen('');
              }}
              onOptionSelect={(_, data) => {
                setTyped(undefined);
                setChosen(data.optionValue ?? '');
              }}
            >
              {found.map((one) => (
                <Option key={one.id} value={one.id} text={roleNames(one.name)}>
                  {one.isBuiltIn === false ? t('role.custom', { name: one.name }) : roleNames(one.name)}
                </Option>
              ))}
            </Combobox>
          </Field>
          <Field label={t('role.scope')} hint={t('role.scopeHint')} validationMessage={errorOf('directoryScopeId')}>
            <Input value={scope} onChange={(_, data) => setScope(data.value)} />
          </Field>
        </>
      )}
    </OperationDialog>
  );
}
