// Connects a tenant: a form, the wait for the person at the browser, and the form again with all that was typed if that fails.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, hrefOf } from '../../app/route';
import { ConnectForm } from './ConnectForm';
import { SignInDialog } from './SignInDialog';
import { useSignIn } from './useSignIn';
import { asked, firstWish, isComplete } from './wish';

interface Props {
  onTenant: (id: string) => void;
  onClose: () => void;
}

export function ConnectTenant({ onTenant, onClose }: Props) {
  const { t } = useTranslation();
  const [wish, setWish] = useState(firstWish);
  const [more, setMore] = useState(false);
  const signing = useSignIn((tenant) => {
    onClose();
    onTenant(tenant.id);
    goTo(hrefOf('home'));
  });
  return (
    <SignInDialog
      title={t('signIn.connect')}
      waiting={signing.isPending}
      onStop={signing.stop}
      onClose={onClose}
      begin={signing.error ? t('signIn.tryAgain') : t('signIn.go')}
      ready={isComplete(wish)}
      onBegin={() => signing.mutate(asked(wish))}
    >
      <ConnectForm wish={wish} onChange={(change) => setWish({ ...wish, ...change })} more={more} onMore={setMore} error={signing.error} />
    </SignInDialog>
  );
}
