// Reset a password: typed or made. It lives in this form only, and goes with it.
import { Button, Field, Input, Switch, makeStyles } from '@fluentui/react-components';
import { Eye20Regular, EyeOff20Regular, Sparkle20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '../../app/toast';
import { CopyButton } from '../../components/CopyButton';
import { generatePassword } from '../../gen/commands';
import type { UserRow } from '../../gen/types';
import { OperationDialog } from './OperationDialog';
import { nameOf } from './columns';

const useStyles = makeStyles({ line: { display: 'flex', columnGap: '8px', alignItems: 'center' }, field: { flexGrow: 1 } });

export function ResetPassword({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const failed = useFailureToast();
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [force, setForce] = useState(true);

  async function generate() {
    try {
      setPassword((await generatePassword()).password);
      setShown(true);
    } catch (cause) {
      failed(cause as Parameters<typeof failed>[0]);
    }
  }

  return (
    <OperationDialog
      title={t('form.resetPassword', { name: nameOf(row) })}
      operation="reset-password"
      id={row.id}
      input={password === '' ? null : { password, forceChangePasswordNextSignIn: force }}
      fields={['password']}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t('form.newPassword')} hint={t('form.passwordRules')} validationMessage={errorOf('password')}>
            <Input
              className={styles.field}
              type={shown ? 'text' : 'password'}
              autoComplete="off"
              spellCheck={false}
              value={password}
              onChange={(_, data) => setPassword(data.value)}
              contentAfter={
                <span className={styles.line}>
                  <Button
                    size="small"
                    appearance="transparent"
                    icon={shown ? <EyeOff20Regular /> : <Eye20Regular />}
                    aria-label={shown ? t('form.hidePassword') : t('form.showPassword')}
                    onClick={() => setShown(!shown)}
                  />
                  {password !== '' && <CopyButton text={password} label={t('form.copyPassword')} />}
                </span>
              }
            />
          </Field>
          <div>
            <Button icon={<Sparkle20Regular />} onClick={() => void generate()}>
              {t('form.generate')}
            </Button>
          </div>
          <Switch label={t('form.forceChange')} checked={force} onChange={(_, data) => setForce(data.checked)} />
        </>
      )}
    </OperationDialog>
  );
}
