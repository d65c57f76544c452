// One field of everyone selected gets one value.
import { Dropdown, Field, Input, Option } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Selection } from '../../gen/types';
import { known } from '../../i18n/known';
import { textFields } from '../users/editedFields';
import { OperationForMany } from './OperationForMany';

/** What belongs to one person alone. */
const personal = new Set<string>(['displayName', 'givenName', 'surname', 'mobilePhone']);
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
  const [value, setValue] = useState<string | null>(null);
  const text = value?.trim() ?? '';
  return (
    <OperationForMany {...props} operation="update-user" input={value === null ? null : { [field]: text === '' ? null : text }}>
      <Field size="small" label={t('bulk.field')}>
        <Dropdown value={known('field', field)} selectedOptions={[field]} onOptionSelect={(_, data) => setField(data.optionValue ?? field)}>
          {fields.map((one) => (
            <Option key={one} value={one}>
              {known('field', one)}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field size="small" label={t('bulk.value')} hint={t('bulk.valueHint')}>
        <Input value={value ?? ''} onChange={(_, data) => setValue(data.value)} />
      </Field>
    </OperationForMany>
  );
}
