// Somebody new who is to be like a person that is there already.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import type { UserRow } from '../../gen/types';
import { AddUser } from '../users/AddUser';
import { nameOf } from '../users/columns';

export function AddLike({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error } = useCommand('templateOf', { tenant: useTenant().id, id: row.id });
  const failed = useFailureToast();
  useEffect(() => {
    if (!error) return;
    failed(error);
    onClose();
  }, [error, failed, onClose]);
  return data ? <AddUser title={t('userTemplate.likeTitle', { name: nameOf(row) })} like={data} onClose={onClose} /> : null;
}
