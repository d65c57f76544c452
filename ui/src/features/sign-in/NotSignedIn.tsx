// Why nobody is signed in, said at once.
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Failure, FailureDetail } from '../../components/Failure';
import type { Error as Failed } from '../../gen/types';

export function NotSignedIn({ error }: { error: Failed }) {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t('signIn.failed')}</MessageBarTitle>
          {/* The title says it already. */}
          {error.code === 'sign-in-needed' ? <FailureDetail error={error} /> : <Failure error={error} />}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
