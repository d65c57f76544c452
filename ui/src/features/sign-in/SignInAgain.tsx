// Signing in again to a tenant that is connected, or for one more service: nothing to fill in, so it begins at once.
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { How, Service, TenantInfo } from '../../gen/types';
import { NotSignedIn } from './NotSignedIn';
import { SignInDialog } from './SignInDialog';
import { useSignIn } from './useSignIn';

/** What a step of its own is for. */
const titles: Partial<Record<Service, ParseKeys>> = { bills: 'signIn.forBills', partner: 'signIn.forPartner', customers: 'signIn.forCustomers', contracts: 'signIn.forContracts' };

/** How a person signs in to this tenant; none where a program's own credentials do. */
export function howOf({ auth }: TenantInfo): How | null {
  return auth === 'browser' || auth === 'device-code' ? auth : null;
}

/** `start` is none where nobody can sign in; `dialog` stands over the window while there is something to see. */
export function useSignInAgain(tenant: TenantInfo, service?: Service, onDone: () => void = () => undefined) {
  const { t } = useTranslation();
  const signing = useSignIn(onDone);
  const how = howOf(tenant);
  const start = how && (() => signing.mutate({ tenant: tenant.id, name: '', tenantId: null, clientId: null, cloud: 'global', how, ...(service && { service }) }));
  const dialog = start && (signing.isPending || signing.error) && (
    <SignInDialog
      title={t((service && titles[service]) ?? 'signIn.againTo', { name: tenant.name })}
      waiting={signing.isPending}
      onStop={signing.stop}
      onClose={signing.reset}
      begin={t('signIn.tryAgain')}
      ready
      onBegin={start}
    >
      {signing.error && <NotSignedIn error={signing.error} />}
    </SignInDialog>
  );
  return { start, dialog };
}
