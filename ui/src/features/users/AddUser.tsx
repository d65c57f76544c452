// Add a user: the name to sign in with, in one of the tenant's own domains, a first password, and what else is known.
import { Dropdown, Field, Input, Option, Switch, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand, usePages } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { PasswordField } from '../../components/PasswordField';
import { queueNewUser } from '../../gen/commands';
import type { Likeness, UserTemplate } from '../../gen/types';
import { known } from '../../i18n/known';
import { Gives, givesMore } from '../newcomers/Gives';
import { LeftOut } from '../newcomers/LeftOut';
import { inputOf } from '../newcomers/template';
import { type NewUser, detailFields, domainOf, newUserAsInput, newUserOf, signInDomains } from './newUser';

const useStyles = makeStyles({
  fields: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '10px 16px', alignItems: 'start', '& > *': { minWidth: 0 } },
  narrow: { minWidth: 0 },
  heading: { margin: '0 0 4px', fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightSemibold },
});

interface Props {
  title?: string;
  replaces?: Replaced;
  /** What it is to have in common with somebody. */
  like?: Likeness;
  onClose: () => void;
}

export function AddUser({ title, replaces, like, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [user, setUser] = useState<NewUser>(() => newUserOf(replaces?.input ?? (like ? inputOf(like.template) : {})));
  const [password, setPassword] = useState('');
  const tenant = useTenant().id;
  const [template, setTemplate] = useState<UserTemplate | null>(like?.template ?? null);
  const templates = useCommand('userTemplates', { tenant }, !replaces && !like).data ?? [];
  const items = usePages({ tenant, collection: 'domains', order: 'name', limit: 1000 }).data?.items ?? [];
  const domains = signInDomains(items.map((one) => one.row));
  const domain = domainOf(user, domains);
  const change = (part: Partial<NewUser>) => setUser({ ...user, ...part });
  const more = template !== null && givesMore(template);
  const placeless = template !== null && template.licenses.length > 0 && (user.details.usageLocation ?? '').trim() === '';

  function choose(name: string) {
    const chosen = templates.find((one) => one.name === name) ?? null;
    const { details, others } = newUserOf(chosen ? inputOf(chosen) : {});
    setTemplate(chosen);
    change({ details: { ...details, ...onlyFilled(user.details, template) }, others });
  }

  return (
    <OperationDialog
      title={title ?? (replaces ? t('form.editNewUser') : t('form.addUser'))}
      operation="create-user"
      id=""
      input={newUserAsInput(user, domain, password)}
      fields={['userPrincipalName', 'displayName', 'password', ...detailFields]}
      replaces={replaces}
      submit={more ? (draft) => queueNewUser({ tenant, input: draft.input, template }) : undefined}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          {!like && templates.length > 0 && (
            <Field size="small" label={t('userTemplate.use')}>
              <Dropdown className={styles.narrow} value={template?.name ?? t('userTemplate.none')} selectedOptions={[template?.name ?? '']} onOptionSelect={(_, data) => choose(data.optionValue ?? '')}>
                {['', ...templates.map((one) => one.name)].map((name) => (
                  <Option key={name} value={name}>
                    {name === '' ? t('userTemplate.none') : name}
                  </Option>
                ))}
              </Dropdown>
            </Field>
          )}
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
                hint={field === 'usageLocation' ? t(placeless ? 'userTemplate.placeless' : 'form.usageLocationHint') : undefined}
                validationMessage={errorOf(field)}
              >
                <Input value={user.details[field] ?? ''} onChange={(_, data) => change({ details: { ...user.details, [field]: data.value } })} />
              </Field>
            ))}
          </div>
          <PasswordField password={password} onChange={setPassword} error={password === '' ? undefined : errorOf('password')} kept={replaces !== undefined} />
          <Switch label={t('form.forceChange')} checked={user.force} onChange={(_, data) => change({ force: data.checked })} />
          {more && (
            <section aria-label={t('userTemplate.gives')}>
              <h3 className={styles.heading}>{t('userTemplate.gives')}</h3>
              <Gives template={template} />
            </section>
          )}
          {like && <LeftOut names={like.leftOut} />}
        </>
      )}
    </OperationDialog>
  );
}

/** What was typed besides what the template before has filled in. */
function onlyFilled(details: NewUser['details'], before: UserTemplate | null): NewUser['details'] {
  const old = before ? inputOf(before) : {};
  return Object.fromEntries(Object.entries(details).filter(([field, text]) => text.trim() !== '' && old[field] !== text));
}
