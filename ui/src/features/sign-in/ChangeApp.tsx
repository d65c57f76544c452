// Another app registration for a tenant that is connected. It counts once somebody has signed in to it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { type App, AppChoice } from './AppChoice';
import { NotSignedIn } from './NotSignedIn';
import { howOf } from './SignInAgain';
import { SignInDialog } from './SignInDialog';
import { useSignIn } from './useSignIn';

export function ChangeApp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const tenant = useTenant();
  const shared = useCommand('state', {}).data?.sharedApp ?? '';
  const own = tenant.clientId !== shared;
  const [wish, setWish] = useState<App>({ app: own ? 'own' : 'shared', clientId: own ? (tenant.clientId ?? '') : '' });
  const signing = useSignIn(onClose);
  const clientId = wish.app === 'own' ? wish.clientId.trim() : shared;
  const begin = () => signing.mutate({ tenant: tenant.id, name: '', tenantId: null, clientId, cloud: 'global', how: howOf(tenant) ?? 'browser' });
  return (
    <SignInDialog
      title={t('signIn.appOf', { name: tenant.name })}
      waiting={signing.isPending}
      onStop={signing.stop}
      onClose={onClose}
      begin={signing.error ? t('signIn.tryAgain') : t('signIn.go')}
      ready={clientId !== '' && clientId !== tenant.clientId}
      onBegin={begin}
    >
      {signing.error && <NotSignedIn error={signing.error} />}
      <AppChoice {...wish} onChange={(change) => setWish({ ...wish, ...change })} />
      <p>{t('signIn.appCounts')}</p>
    </SignInDialog>
  );
}
