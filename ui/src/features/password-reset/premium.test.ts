import { expect, test } from 'vitest';
import { premium } from './premium';

const license = (name: string, plan: string | null, capabilityStatus: string | null = 'Enabled') => ({
  name,
  capabilityStatus,
  servicePlans: [{ servicePlanId: 'id', servicePlanName: plan }],
});

test('what brings Entra ID P1 or P2 counts, alone or inside another product, while it can be used', () => {
  const all = [license('Business Premium', 'AAD_PREMIUM'), license('E5', 'aad_premium_p2', 'warning'), license('Basic', 'EXCHANGE_S_STANDARD'), license('Odd', null), license('Ended', 'AAD_PREMIUM', 'Suspended'), license('Unknown', 'AAD_PREMIUM', null)];
  expect(premium(all as never)).toEqual(['Business Premium', 'E5']);
  expect(premium([])).toEqual([]);
});
