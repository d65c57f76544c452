// What can be done about one person of the report: a mail, or Entra's page.
import { Button, Link } from '@fluentui/react-components';
import { Mail20Regular, Open20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOfObject } from '../../app/route';
import { OperationDialog } from '../../components/OperationDialog';
import type { RegistrationDetailsRow } from '../../gen/types';
import { LetterForm } from '../mail/LetterForm';

export function Actions({ row }: { row: RegistrationDetailsRow }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<'mail' | 'enable' | null>(null);
  const name = row.userDisplayName ?? row.userPrincipalName ?? row.id;
  const enable = row.isSsprEnabled !== true;
  const close = () => setForm(null);
  return (
    <div style={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '8px' }}>
      {row.isSsprRegistered === false && (
        <Button size="small" icon={<Mail20Regular />} onClick={() => setForm('mail')}>
          {t('register.mail')}
        </Button>
      )}
      {row.isAdmin !== true && row.isSsprEnabled !== null && (
        <Button size="small" icon={<Open20Regular />} onClick={() => setForm('enable')}>
          {t(enable ? 'reset.letIn' : 'reset.keepOut')}
        </Button>
      )}
      <Link href={hrefOfObject('users', row.id)}>{t('role.person', { name })}</Link>
      {form === 'mail' && <LetterForm kind="registration" id={row.id} title={t('form.registerMail', { name })} onClose={close} />}
      {form === 'enable' && (
        <OperationDialog title={t('form.passwordReset', { name })} operation="change-password-reset" id={row.id} input={{ isSsprEnabled: enable }} fields={[]} onClose={close}>
          {() => <p style={{ margin: 0 }}>{t('form.passwordResetText')}</p>}
        </OperationDialog>
      )}
    </div>
  );
}
