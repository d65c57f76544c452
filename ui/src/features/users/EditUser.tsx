// Edit a user, group by group: only the fields that differ are asked for. What belongs to the directory on the premises is read only.
import { Field, Input, MessageBar, MessageBarBody, Switch, Textarea, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserRow } from '../../gen/types';
import { known } from '../../i18n/known';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { type Edits, type Group, addressesOf, choiceFields, editedFields, groups, hireDateOf, isMasteredOnPremises, textFields, without } from './editedFields';
import { FieldChoice } from './FieldChoice';
import { nameOf } from './columns';

const useStyles = makeStyles({
  group: { border: 'none', margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: 0, marginBottom: '6px', fontWeight: tokens.fontWeightSemibold },
  fields: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '10px 16px', alignItems: 'start', '& > *': { minWidth: 0 } },
});

const others = ['businessPhones', 'otherMails', 'employeeHireDate', ...choiceFields] as const;

export function EditUser({ row, replaces, onClose }: { row: UserRow; replaces?: Replaced; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [edits, setEdits] = useState<Edits>(() => (replaces?.input ?? {}) as Edits);
  const [mails, setMails] = useState(() => (edits.otherMails ?? row.otherMails).join('\n'));
  const change = (part: Edits) => setEdits({ ...edits, ...part });
  const input = editedFields(replaces ? without(row, replaces.changes) : row, edits);
  const now = <F extends keyof Edits & keyof UserRow>(field: F) => (field in edits ? edits[field] : row[field]);
  return (
    <OperationDialog
      title={t('form.edit', { name: nameOf(row) })}
      operation="update-user"
      id={row.id}
      input={Object.keys(input).length > 0 ? input : null}
      fields={[...textFields, ...others]}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => {
        const part = (field: string) => ({
          size: 'small' as const,
          label: known('field', field),
          validationMessage: errorOf(field),
          ...(isMasteredOnPremises(row, field) ? { hint: t('form.onPremises') } : {}),
        });
        const texts = (group: Group) =>
          groups[group].map((field) => (
            <Field key={field} {...part(field)}>
              <Input disabled={isMasteredOnPremises(row, field)} value={(now(field) as string | null) ?? ''} onChange={(_, data) => change({ [field]: data.value === '' ? null : data.value })} />
            </Field>
          ));
        const group = (name: Group, more?: ReactNode) => (
          <fieldset className={styles.group}>
            <legend className={styles.legend}>{t(`form.group.${name}`)}</legend>
            <div className={styles.fields}>
              {texts(name)}
              {more}
            </div>
          </fieldset>
        );
        return (
          <>
            {row.onPremisesSyncEnabled === true && (
              <MessageBar intent="info" layout="multiline">
                <MessageBarBody>{t('form.onPremisesText')}</MessageBarBody>
              </MessageBar>
            )}
            <Switch
              label={t('form.allowSignIn')}
              disabled={isMasteredOnPremises(row, 'accountEnabled')}
              checked={edits.accountEnabled ?? row.accountEnabled ?? false}
              onChange={(_, data) => change({ accountEnabled: data.checked })}
            />
            {group('identity')}
            {group(
              'job',
              <Field {...part('employeeHireDate')}>
                <Input
                  type="date"
                  disabled={isMasteredOnPremises(row, 'employeeHireDate')}
                  value={(now('employeeHireDate') ?? '').slice(0, 10)}
                  onChange={(_, data) => change({ employeeHireDate: hireDateOf(data.value) })}
                />
              </Field>,
            )}
            {group(
              'contact',
              <>
                <Field {...part('businessPhones')}>
                  <Input
                    disabled={isMasteredOnPremises(row, 'businessPhones')}
                    value={(edits.businessPhones ?? row.businessPhones)[0] ?? ''}
                    onChange={(_, data) => change({ businessPhones: data.value === '' ? [] : [data.value] })}
                  />
                </Field>
                <Field {...part('otherMails')}>
                  <Textarea
                    rows={2}
                    disabled={isMasteredOnPremises(row, 'otherMails')}
                    value={mails}
                    onChange={(_, data) => {
                      setMails(data.value);
                      change({ otherMails: addressesOf(data.value) });
                    }}
                  />
                </Field>
              </>,
            )}
            {group(
              'settings',
              choiceFields.map((field) => (
                <Field key={field} {...part(field)}>
                  <FieldChoice field={field} disabled={isMasteredOnPremises(row, field)} value={now(field)} onChange={(value) => change({ [field]: value })} />
                </Field>
              )),
            )}
          </>
        );
      }}
    </OperationDialog>
  );
}
