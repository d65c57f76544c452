import i18next from 'i18next';
import { expect, it } from 'vitest';
import '../i18n/i18n';
import { fieldText } from './fieldText';

const names = new Map([['e3', 'Microsoft 365 E3'], ['sway', 'Sway'], ['teams', 'Microsoft Teams']]);

it.each([
  [{ skuId: 'E3', disabledPlans: [] }, 'Microsoft 365 E3'],
  [{ skuId: 'e3', disabledPlans: ['SWAY', 'teams'] }, 'Microsoft 365 E3 without Sway and Microsoft Teams'],
  [{ skuId: 'e3', disabledPlans: ['a', 'b', 'c', 'd'] }, 'Microsoft 365 E3 without 4 apps'],
  [{ skuId: 'other', disabledPlans: ['unheard-of'] }, 'other without unheard-of'],
  [{ skuId: 'e3', disabledPlans: 'not a list' }, 'Microsoft 365 E3'],
  [{ what: 1 }, '{"what":1}'],
])('a licence is said with the apps that are off: %o', async (value, text) => {
  await i18next.changeLanguage('en');
  expect(fieldText(i18next.t, 'assignedLicenses', value, names)).toBe(text);
});
