// Block somebody's sign-in, or unblock it: what still works and what does not.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import type { UserRow } from '../../gen/types';
import { nameOf } from './columns';

export function BlockSignIn({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const { t } = useTranslation();
  // Whoever opened it meant this, whatever a sync brings while it is open.
  const [blocked] = useState(row.accountEnabled === false);
  return (
    <OperationDialog
      title={t(blocked ? 'form.unblock' : 'form.block', { name: nameOf(row) })}
      operation="update-user"
      id={row.id}
      input={{ accountEnabled: blocked }}
      fields={[]}
      onClose={onClose}
    >
      {() => <p style={{ margin: 0 }}>{t(blocked ? 'form.unblockText' : 'form.blockText')}</p>}
    </OperationDialog>
  );
}
