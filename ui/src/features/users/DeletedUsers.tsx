// Deleted users: who can still be brought back, and until when.
import { Button } from '@fluentui/react-components';
import { ArrowUndo20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import type { DeletedUserRow } from '../../gen/types';

const nameOf = (row: DeletedUserRow) => row.displayName ?? row.userPrincipalName ?? row.id;

function Restore({ row }: { row: DeletedUserRow }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" appearance="primary" icon={<ArrowUndo20Regular />} onClick={() => setOpen(true)}>
        {t('action.restore')}
      </Button>
      {open && (
        <OperationDialog title={t('form.restore', { name: nameOf(row) })} operation="restore-user" id={row.id} input={{}} fields={[]} onClose={() => setOpen(false)}>
          {() => <p style={{ margin: 0 }}>{t('form.restoreText')}</p>}
        </OperationDialog>
      )}
    </>
  );
}

const spec: TableSpec<'deleted-users'> = {
  collection: 'deleted-users',
  title: 'screen.deletedUsers',
  empty: 'users.noDeleted',
  search: true,
  order: 'deleted',
  descending: true,
  name: nameOf,
  columns: [
    { id: 'name', header: 'user.name', width: 190, grow: 1.4, order: 'name', cell: nameOf },
    { id: 'upn', header: 'user.userName', width: 230, grow: 1.6, cell: (row) => row.userPrincipalName ?? '–' },
    { id: 'deleted', header: 'user.deleted', width: 150, order: 'deleted', cell: (row) => <When at={row.deletedDateTime} /> },
    { id: 'until', header: 'user.restorableUntil', width: 170, cell: (row) => <When at={row.restorableUntil} as="date" /> },
    { id: 'mail', header: 'user.mail', width: 210, extra: true, cell: (row) => row.mail ?? '–' },
  ],
  filters: [],
  actions: (row) => <Restore row={row} />,
};

export function DeletedUsers() {
  return <TablePage spec={spec} />;
}
