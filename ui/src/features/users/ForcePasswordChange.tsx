// Let somebody choose a new password at the next sign-in, and what that does not do.
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import type { UserRow } from '../../gen/types';
import { nameOf } from './columns';

export function ForcePasswordChange({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <OperationDialog title={t('form.forcePasswordChange', { name: nameOf(row) })} operation="force-password-change" id={row.id} input={{}} fields={[]} onClose={onClose}>
      {() => <p style={{ margin: 0 }}>{t('form.forcePasswordChangeText')}</p>}
    </OperationDialog>
  );
}
