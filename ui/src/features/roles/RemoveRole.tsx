// Take a role from somebody. Nothing happens before it is approved.
import { Button } from '@fluentui/react-components';
import { ShieldDismiss20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import { roleNames } from '../../components/RoleName';

interface Props {
  user: string;
  name: string;
  role: string;
  definition: string;
  scope: string | null;
}

export function RemoveRoleButton({ user, name, role, definition, scope }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const input = { roleDefinitionId: definition, ...(scope === null ? {} : { directoryScopeId: scope }) };
  return (
    <>
      <Button size="small" icon={<ShieldDismiss20Regular />} aria-label={t('role.removeOf', { role: roleNames(role) })} onClick={() => setOpen(true)}>
        {t('role.remove')}
      </Button>
      {open && (
        <OperationDialog title={t('form.removeRole', { name, role: roleNames(role) })} operation="remove-role" id={user} input={input} fields={[]} onClose={() => setOpen(false)}>
          {() => null}
        </OperationDialog>
      )}
    </>
  );
}
