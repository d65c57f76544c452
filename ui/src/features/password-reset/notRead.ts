// Why the report of registrations is not there.
import type { CollectionStatus } from '../../gen/types';
import { i18next } from '../../i18n/i18n';

export function notRead(status: CollectionStatus | undefined): string {
  if (!status?.error) return i18next.t('access.notRead');
  return status.error.code === 'denied' ? i18next.t('reset.noReport') : i18next.t('reset.notRead', { why: i18next.t(`error.${status.error.code}`) });
}
