// Where a role is held: Graph's path of a part of the tenant, in words.
import { i18next } from '../../i18n/i18n';

export const WHOLE = '/';

export function scopeText(scope: string | null): string {
  if (scope === null) return i18next.t('value.unknown');
  if (scope === WHOLE) return i18next.t('role.wholeTenant');
  return scope.startsWith('/administrativeUnits/') ? i18next.t('role.unit') : scope;
}
