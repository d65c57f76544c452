// The value of a field that takes some words only.
import { Dropdown, Option, makeStyles } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { known } from '../../i18n/known';
import { type ChoiceField, choices } from './editedFields';

const useStyles = makeStyles({ narrow: { minWidth: 0 } });

interface Props {
  field: ChoiceField;
  /** Null is no value; undefined says that nothing is chosen yet. */
  value: string | null | undefined;
  disabled?: boolean;
  onChange: (value: string | null) => void;
}

export function FieldChoice({ field, value, disabled = false, onChange }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const shown = value === undefined ? '' : value === null || value === '' ? t('value.none') : known(field, value);
  return (
    <Dropdown
      className={styles.narrow}
      disabled={disabled}
      value={shown}
      selectedOptions={value === undefined ? [] : [value ?? '']}
      onOptionSelect={(_, data) => onChange(data.optionValue === '' ? null : (data.optionValue ?? null))}
    >
      {field !== 'userType' && <Option value="">{t('value.none')}</Option>}
      {choices[field].map((one) => (
        <Option key={one} value={one}>
          {known(field, one)}
        </Option>
      ))}
    </Dropdown>
  );
}
