// Graph's values as people read them, for "old → new" wherever it stands.
import type { TFunction } from 'i18next';
import { date, list } from '../i18n/format';
import { known } from '../i18n/known';
import { roleNames } from './RoleName';

/** Microsoft's number of days for "never": the largest 32-bit integer. */
export const NEVER = 2_147_483_647;

/** Names of products and of service plans by their id in lower case. */
export type ProductNames = ReadonlyMap<string, string>;

export function fieldText(t: TFunction, field: string, value: unknown, products: ProductNames): string {
  if (value === null || value === undefined || value === '') return t('value.none');
  if (field === 'accountEnabled') return value === true ? t('value.allowed') : t('value.blocked');
  if (field === 'roleDefinitionId') return roleNames(String(value));
  if (field === 'termDuration') return known('commitment', String(value).toUpperCase());
  if (field === 'billingCycle') return known('billingCycle', String(value).toLowerCase());
  if (field === 'passwordResetFor') return known('passwordResetFor', String(value));
  if (typeof value === 'number' && field.endsWith('InDays')) return value === NEVER ? t('domain.never') : t('domain.days', { count: value });
  if (typeof value === 'boolean') return value ? t('value.yes') : t('value.no');
  if (Array.isArray(value)) return value.length === 0 ? t('value.none') : list(value.map((one) => ofList(t, one, products)));
  if (typeof value === 'object') return ofList(t, value, products);
  if (typeof value === 'string' && field.endsWith('DateTime')) return date(value);
  return typeof value === 'string' ? (products.get(value.toLowerCase()) ?? value) : String(value);
}

/** More apps than this are counted, not named. */
const NAMED = 3;

/** An assigned licence is an object with a `skuId`; anything else of that kind is shown as it came. */
function ofList(t: TFunction, value: unknown, products: ProductNames): string {
  const named = (id: string) => products.get(id.toLowerCase()) ?? id;
  if (typeof value === 'string') return named(value);
  if (typeof value === 'object' && value !== null && 'skuId' in value && typeof value.skuId === 'string') {
    const product = named(value.skuId);
    const off = 'disabledPlans' in value && Array.isArray(value.disabledPlans) ? value.disabledPlans.filter((id) => typeof id === 'string') : [];
    if (off.length === 0) return product;
    return off.length > NAMED ? t('value.withoutSome', { product, count: off.length }) : t('value.without', { product, apps: list(off.map(named)) });
  }
  return JSON.stringify(value);
}

export function fieldName(field: string): string {
  return known('field', field);
}
