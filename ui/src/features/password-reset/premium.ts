// Which products bring what self-service password reset takes: Entra ID P1 or P2, alone or inside another product.
import type { LicenseRow } from '../../gen/types';

const PLANS = new Set(['AAD_PREMIUM', 'AAD_PREMIUM_P2']);
const USABLE = new Set(['enabled', 'warning']);

/** Their names; a product that has ended brings nothing. */
export function premium(licenses: Pick<LicenseRow, 'name' | 'capabilityStatus' | 'servicePlans'>[]): string[] {
  const brings = licenses.filter(
    (one) => USABLE.has(one.capabilityStatus?.toLowerCase() ?? '') && one.servicePlans.some((plan) => plan.servicePlanName !== null && PLANS.has(plan.servicePlanName.toUpperCase())),
  );
  return brings.map((one) => one.name);
}
