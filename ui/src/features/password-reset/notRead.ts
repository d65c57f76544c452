// Why the report of registrations is not there, or has no line of somebody.
import type { CollectionStatus } from '../../gen/types';
import { i18next } from '../../i18n/i18n';

export const NOT_PREMIUM = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';

export function notRead(status: CollectionStatus | undefined): string {
  if (!status?.error) return i18next.t('access.notRead');
  if (status.error.serverCode === NOT_PREMIUM) return i18next.t('reset.notPremium');
  return status.error.code === 'denied' ? i18next.t('reset.noReport') : i18next.t('reset.notRead', { why: i18next.t(`error.${status.error.code}`) });
}

/** Why it does not say what somebody has registered. */
export function notReported(status: CollectionStatus | undefined): string {
  return status?.complete === true && status.error === null ? i18next.t('registration.notInReport') : notRead(status);
}
