// Add somebody to a group.
import { Field } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import { PersonPicker } from '../../components/PersonPicker';
import type { GroupRow } from '../../gen/types';
import { nameOf } from './Groups';

export function AddMember({ row, onClose }: { row: GroupRow; onClose: () => void }) {
  const { t } = useTranslation();
  const [member, choose] = useState<{ id: string; name: string } | null>(null);
  return (
    <OperationDialog title={t('form.addMember', { name: nameOf(row) })} operation="add-group-member" id={row.id} input={member && { memberId: member.id }} fields={['memberId']} onClose={onClose}>
      {(errorOf) => (
        <Field label={t('form.member')} validationMessage={errorOf('memberId')}>
          <PersonPicker name={member?.name ?? ''} onChoose={(id, name) => choose({ id, name })} />
        </Field>
      )}
    </OperationDialog>
  );
}
