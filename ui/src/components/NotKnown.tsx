// That something is not known, why, and what can be done: figures that stand on bills need leave of their own.
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../app/tenant';
import { useSignInAgain } from '../features/sign-in/SignInAgain';
import type { Known } from '../gen/types';

export function NotKnown({ known, text }: { known: Known; text: ParseKeys }) {
  const { t } = useTranslation();
  const leave = useSignInAgain(useTenant(), 'bills');
  const { error, read } = known;
  if (read && error === null) return null;
  return (
    <>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          {t(text)} {t(error === null ? 'list.itNotRead' : `error.${error.code}`)}
        </MessageBarBody>
        {error?.code === 'denied' && leave.start && (
          <MessageBarActions>
            <Button onClick={leave.start}>{t('signIn.allowBills')}</Button>
          </MessageBarActions>
        )}
      </MessageBar>
      {leave.dialog}
    </>
  );
}
