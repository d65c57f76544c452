// Reset a password: typed or made. It lives in this form only, and goes with it.
import { Switch } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { PasswordField } from '../../components/PasswordField';
import type { UserRow } from '../../gen/types';
import { nameOf } from './columns';

export function ResetPassword({ row, replaces, onClose }: { row: UserRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [force, setForce] = useState(replaces?.input.forceChangePasswordNextSignIn !== false);
  const given = password === '' ? {} : { password };
  return (
    <OperationDialog
      title={t('form.resetPassword', { name: nameOf(row) })}
      operation="reset-password"
      id={row.id}
      input={password === '' && !replaces ? null : { ...given, forceChangePasswordNextSignIn: force }}
      fields={['password']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <PasswordField password={password} onChange={setPassword} error={errorOf('password')} kept={replaces !== undefined} />
          <Switch label={t('form.forceChange')} checked={force} onChange={(_, data) => setForce(data.checked)} />
        </>
      )}
    </OperationDialog>
  );
}
