// Edit a user: only the fields that differ are asked for.
import { Field, Input, Switch, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserRow } from '../../gen/types';
import { known } from '../../i18n/known';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { type Edits, editedFields, textFields, without } from './editedFields';
import { nameOf } from './columns';

const useStyles = makeStyles({
  fields: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '10px 16px' },
});

export function EditUser({ row, replaces, onClose }: { row: UserRow; replaces?: Replaced; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [edits, setEdits] = useState<Edits>(() => (replaces?.input ?? {}) as Edits);
  const input = editedFields(replaces ? without(row, replaces.changes) : row, edits);
  return (
    <OperationDialog
      title={t('form.edit', { name: nameOf(row) })}
      operation="update-user"
      id={row.id}
      input={Object.keys(input).length > 0 ? input : null}
      fields={[...textFields, 'businessPhones']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Switch
            label={t('form.allowSignIn')}
            checked={edits.accountEnabled ?? row.accountEnabled ?? false}
            onChange={(_, data) => setEdits({ ...edits, accountEnabled: data.checked })}
          />
          <div className={styles.fields}>
            {textFields.map((field) => (
              <Field key={field} size="small" label={known('field', field)} validationMessage={errorOf(field)}>
                <Input
                  value={(field in edits ? edits[field] : row[field]) ?? ''}
                  onChange={(_, data) => setEdits({ ...edits, [field]: data.value === '' ? null : data.value })}
                />
              </Field>
            ))}
            <Field size="small" label={known('field', 'businessPhones')} validationMessage={errorOf('businessPhones')}>
              <Input
                value={(edits.businessPhones ?? row.businessPhones)[0] ?? ''}
                onChange={(_, data) => setEdits({ ...edits, businessPhones: data.value === '' ? [] : [data.value] })}
              />
            </Field>
          </div>
        </>
      )}
    </OperationDialog>
  );
}
