// Everyone selected gets the same manager, or none.
import { Checkbox, Field } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonPicker } from '../../components/PersonPicker';
import type { Selection } from '../../gen/types';
import { known } from '../../i18n/known';
import { OperationForMany } from './OperationForMany';

interface Props {
  title: string;
  of: Selection;
  onQueued: () => void;
  onClose: () => void;
}

export function ManagerForMany(props: Props) {
  const { t } = useTranslation();
  const [manager, choose] = useState<{ id: string; name: string } | null>(null);
  const [nobody, setNobody] = useState(false);
  const input = nobody ? { managerId: null } : manager && { managerId: manager.id };
  return (
    <OperationForMany {...props} operation="set-manager" input={input}>
      <Field size="small" label={known('field', 'manager')}>
        <PersonPicker name={nobody ? '' : (manager?.name ?? '')} onChoose={(id, name) => { choose({ id, name }); setNobody(false); }} />
      </Field>
      <Checkbox label={t('manager.nobody')} checked={nobody} onChange={(_, data) => setNobody(data.checked === true)} />
    </OperationForMany>
  );
}
