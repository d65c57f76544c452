// One field of everyone selected gets one value.
import { Checkbox, Dropdown, Field, Input, Option } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Selection } from '../../gen/types';
import { known } from '../../i18n/known';
import { FieldChoice } from '../users/FieldChoice';
import { choiceFields, textFields } from '../users/editedFields';
import { OperationForMany } from './OperationForMany';

/** What belongs to one person alone. */
const personal = new Set<string>(['displayName', 'givenName', 'surname', 'mobilePhone', 'mailNickname', 'employeeId', 'faxNumber']);
const fields = [...textFields.filter((field) => !personal.has(field)), ...choiceFields];

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
  // What is chosen goes with its field; what was typed may have been meant for another one.
  const [chosen, choose] = useState<string | null | undefined>(undefined);
  const choice = choiceFields.find((one) => one === field);
  const text = value.trim();
  const typed = clear ? null : text === '' ? undefined : text;
  const wished = choice ? chosen : typed;
  const select = (one: string) => {
    setField(one);
    choose(undefined);
  };
  return (
    <OperationForMany {...props} operation="update-user" input={wished === undefined ? null : { [field]: wished }}>
      <Field size="small" label={t('bulk.field')}>
        <Dropdown value={known('field', field)} selectedOptions={[field]} onOptionSelect={(_, data) => select(data.optionValue ?? field)}>
          {fields.map((one) => (
            <Option key={one} value={one}>
              {known('field', one)}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field size="small" label={t('bulk.value')}>
        {choice ? <FieldChoice field={choice} value={chosen} onChange={choose} /> : <Input value={clear ? '' : value} disabled={clear} onChange={(_, data) => setValue(data.value)} />}
      </Field>
      {!choice && <Checkbox label={t('bulk.clear')} checked={clear} onChange={(_, data) => setClear(data.checked === true)} />}
    </OperationForMany>
  );
}
