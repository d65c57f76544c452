// Sign somebody out everywhere, and what that does not do.
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import type { UserRow } from '../../gen/types';
import { nameOf } from './columns';

export function SignOutEverywhere({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <OperationDialog title={t('form.signOut', { name: nameOf(row) })} operation="revoke-sign-in-sessions" id={row.id} input={{}} fields={[]} onClose={onClose}>
      {() => <p style={{ margin: 0 }}>{t('form.signOutText')}</p>}
    </OperationDialog>
  );
}
