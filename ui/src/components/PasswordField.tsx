// A new password: typed or made, seen only while its form is open, to be copied before it is gone.
import { Button, Field, Input, makeStyles } from '@fluentui/react-components';
import { Eye20Regular, EyeOff20Regular, Sparkle20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureToast } from '../app/toast';
import { generatePassword } from '../gen/commands';
import type { Error as Failed } from '../gen/types';
import { CopyButton } from './CopyButton';

const useStyles = makeStyles({ line: { display: 'flex', columnGap: '8px', alignItems: 'center' }, field: { flexGrow: 1 } });

interface Props {
  password: string;
  onChange: (password: string) => void;
  error: string | undefined;
  /** Whether one is stored that stays when none is given. */
  kept: boolean;
}

export function PasswordField({ password, onChange, error, kept }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const failed = useFailureToast();
  const [shown, setShown] = useState(false);

  async function generate() {
    try {
      onChange((await generatePassword()).password);
      setShown(true);
    } catch (cause) {
      failed(cause as Failed);
    }
  }

  return (
    <>
      <Field label={t('form.newPassword')} hint={kept ? t('form.passwordKept') : t('form.passwordRules')} validationMessage={error}>
        <Input
          className={styles.field}
          type={shown ? 'text' : 'password'}
          autoComplete="off"
          spellCheck={false}
          value={password}
          onChange={(_, data) => onChange(data.value)}
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
    </>
  );
}
