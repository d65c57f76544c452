// Texts for values that Microsoft may add to: one that no catalogue knows is shown as it came.
import { i18next } from './i18n';

export type Group =
  | 'field'
  | 'operation'
  | 'journalStep'
  | 'userType'
  | 'ageGroup'
  | 'consentProvidedForMinor'
  | 'externalUserState'
  | 'subscriptionStatus'
  | 'invoiceStatus'
  | 'capabilityStatus'
  | 'authenticationType'
  | 'licenseState'
  | 'licenseError'
  | 'processingState'
  | 'healthStatus'
  | 'classification'
  | 'documentType'
  | 'paymentMethod'
  | 'failedPayment'
  | 'bulkHold'
  | 'method'
  | 'roleName'
  | 'passwordResetFor'
  | 'allowedMethod'
  | 'policyMigration'
  | 'campaign'
  | 'center'
  | 'relationshipStatus'
  | 'commitment'
  | 'billingCycle'
  | 'soldStatus'
  | 'contractType'
  | 'collection';

export function known(group: Group, value: string): string {
  const key = `${group}.${value}`;
  return i18next.exists(key) ? i18next.t(key as never) : value;
}
