// Add a user: the name to sign in with, in one of the tenant's own domains, a first password, and what else is known.
import { Dropdown, Field, Input, Option, Switch, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { PasswordField } from '../../components/PasswordField';
import { known } from '../../i18n/known';
import { type NewUser, detailFields, domainOf, newUserAsInput, newUserOf, signInDomains } from './newUser';

const useStyles = makeStyles({
  fields: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '10px 16px', alignItems: 'start', '& > *': { minWidth: 0 } },
  narrow: { minWidth: 0 },
});

export function AddUser({ replaces, onClose }: { replaces?: Replaced; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [user, setUser] = useState<NewUser>(() => newUserOf(replaces?.input ?? {}));
  const [password, setPassword] = useState('');
  const items = usePages({ tenant: useTenant().id, collection: 'domains', order: 'name', limit: 1000 }).data?.items ?? [];
  const domains = signInDomains(items.map((one) => one.row));
  const domain = domainOf(user, domains);
  const change = (part: Partial<NewUser>) => setUser({ ...user, ...part });
  return (
    <OperationDialog
      title={replaces ? t('form.editNewUser') : t('form.addUser')}
      operation="create-user"
      id=""
      input={newUserAsInput(user, domain, password)}
      fields={['userPrincipalName', 'displayName', 'password', ...detailFields]}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <div className={styles.fields}>
            <Field size="small" required label={t('form.signInName')} validationMessage={errorOf('userPrincipalName')}>
              <Input value={user.name} autoComplete="off" spellCheck={false} onChange={(_, data) => change({ name: data.value })} />
            </Field>
            <Field size="small" required label={t('form.domain')}>
              <Dropdown
                className={styles.narrow}
                value={domain === '' ? '' : `@${domain}`}
                selectedOptions={[domain]}
                onOptionSelect={(_, data) => change({ domain: data.optionValue ?? '' })}
              >
                {domains.map((one) => (
                  <Option key={one} value={one} text={`@${one}`}>
                    @{one}
                  </Option>
                ))}
              </Dropdown>
            </Field>
            <Field size="small" required label={known('field', 'displayName')} validationMessage={errorOf('displayName')}>
              <Input value={user.displayName} onChange={(_, data) => change({ displayName: data.value })} />
            </Field>
            {detailFields.map((field) => (
              <Field
                key={field}
                size="small"
                label={known('field', field)}
                hint={field === 'usageLocation' ? t('form.usageLocationHint') : undefined}
                validationMessage={errorOf(field)}
              >
                <Input value={user.details[field] ?? ''} onChange={(_, data) => change({ details: { ...user.details, [field]: data.value } })} />
              </Field>
            ))}
          </div>
          <PasswordField password={password} onChange={setPassword} error={password === '' ? undefined : errorOf('password')} kept={replaces !== undefined} />
          <Switch label={t('form.forceChange')} checked={user.force} onChange={(_, data) => change({ force: data.checked })} />
        </>
      )}
    </OperationDialog>
  );
}
