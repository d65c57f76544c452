// Deleted users: who can still be brought back, and until when; or is to be gone at once.
import { Button } from '@fluentui/react-components';
import { ArrowUndo20Regular, Delete20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import { TablePage } from '../../components/table/TablePage';
import { dateCell } from '../../i18n/format';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import { BulkBar } from '../bulk/BulkBar';
import type { DeletedUserRow } from '../../gen/types';

const nameOf = (row: DeletedUserRow) => row.displayName ?? row.userPrincipalName ?? row.id;

const changes = {
  restore: { operation: 'restore-user', title: 'form.restore', text: 'form.restoreText' },
  purge: { operation: 'purge-user', title: 'form.purge', text: 'form.purgeText' },
} as const;

function Actions({ row }: { row: DeletedUserRow }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<keyof typeof changes | null>(null);
  const change = open && changes[open];
  return (
    <div style={{ display: 'flex', columnGap: 8 }}>
      <Button size="small" appearance="primary" icon={<ArrowUndo20Regular />} onClick={() => setOpen('restore')}>
        {t('action.restore')}
      </Button>
      <Button size="small" icon={<Delete20Regular />} onClick={() => setOpen('purge')}>
        {t('action.purge')}
      </Button>
      {change && (
        <OperationDialog title={t(change.title, { name: nameOf(row) })} operation={change.operation} id={row.id} input={{}} fields={[]} onClose={() => setOpen(null)}>
          {() => <p style={{ margin: 0 }}>{t(change.text)}</p>}
        </OperationDialog>
      )}
    </div>
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
    { id: 'deleted', header: 'user.deleted', width: 150, order: 'deleted', cell: (row) => <When at={row.deletedDateTime} />, value: (row) => dateCell(row.deletedDateTime) },
    { id: 'until', header: 'user.restorableUntil', width: 170, cell: (row) => <When at={row.restorableUntil} as="date" />, value: (row) => dateCell(row.restorableUntil, 'date') },
    { id: 'mail', header: 'user.mail', width: 210, extra: true, cell: (row) => row.mail ?? '–' },
  ],
  filters: [],
  actions: (row) => <Actions row={row} />,
};

export function DeletedUsers() {
  return <TablePage spec={spec} bulk={(picked) => <BulkBar picked={picked} />} />;
}
