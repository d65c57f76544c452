// One field of everyone selected gets one value.
import { Checkbox, Dropdown, Field, Input, Option } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Selection } from '../../gen/types';
import { known } from '../../i18n/known';
import { textFields } from '../users/editedFields';
import { OperationForMany } from './OperationForMany';

/** What belongs to one person alone. */
const personal = new Set<string>(['displayName', 'givenName', 'surname', 'mobilePhone', 'mailNickname', 'employeeId', 'faxNumber']);
const fields = textFields.filter((field) => !personal.has(field));

interface Props {
  title: string;
  of: Selection;
  onQueued: () => void;
  onClose: () => void;
}

export function ChangeField(props: Props) {
  const { t } = useTranslation();
  const [field, setField] = useState<string>('department');
  const [value, setValue] = useState('');
  const [clear, setClear] = useState(false);
  const text = value.trim();
  const wish = clear ? { [field]: null } : text === '' ? null : { [field]: text };
  return (
    <OperationForMany {...props} operation="update-user" input={wish}>
      <Field size="small" label={t('bulk.field')}>
        <Dropdown value={known('field', field)} selectedOptions={[field]} onOptionSelect={(_, data) => setField(data.optionValue ?? field)}>
          {fields.map((one) => (
            <Option key={one} value={one}>
              {known('field', one)}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field size="small" label={t('bulk.value')}>
        <Input value={clear ? '' : value} disabled={clear} onChange={(_, data) => setValue(data.value)} />
      </Field>
      <Checkbox label={t('bulk.clear')} checked={clear} onChange={(_, data) => setClear(data.checked === true)} />
    </OperationForMany>
  );
}
