// Whether a person's password never ends, whatever the domain says.
import { Switch } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { UserRow } from '../../gen/types';
import { nameOf } from './columns';

/** Whether the user's own policies say so. */
export function neverExpires(row: UserRow): boolean {
  return (row.passwordPolicies ?? '').split(',').some((one) => one.trim().toLowerCase() === 'disablepasswordexpiration');
}

export function NeverExpires({ row, replaces, onClose }: { row: UserRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const [never, setNever] = useState(replaces ? replaces.input.neverExpires === true : !neverExpires(row));
  return (
    <OperationDialog
      title={t('form.neverExpires', { name: nameOf(row) })}
      operation="set-password-never-expires"
      id={row.id}
      input={{ neverExpires: never }}
      fields={[]}
      replaces={replaces}
      onClose={onClose}
    >
      {() => <Switch label={t('expiry.neverEnds')} checked={never} onChange={(_, data) => setNever(data.checked)} />}
    </OperationDialog>
  );
}
