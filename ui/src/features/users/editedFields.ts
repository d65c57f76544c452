// The fields of a user that can be edited, in the groups of the admin center, and which of them an edit really changes.
import type { FieldChange, UserRow } from '../../gen/types';

/** Fields of one text each. */
export const groups = {
  identity: ['displayName', 'givenName', 'surname', 'mailNickname'],
  job: ['jobTitle', 'department', 'companyName', 'employeeId', 'employeeType'],
  contact: ['officeLocation', 'streetAddress', 'postalCode', 'city', 'state', 'country', 'mobilePhone', 'faxNumber'],
  settings: ['usageLocation', 'preferredLanguage'],
} as const;

export type Group = keyof typeof groups;
export type TextField = (typeof groups)[Group][number];

export const textFields: readonly TextField[] = Object.values(groups).flat();

/** What takes some words only, as Microsoft writes them. The first two may be unset. */
export const choices = {
  ageGroup: ['Minor', 'NotAdult', 'Adult'],
  consentProvidedForMinor: ['Granted', 'Denied', 'NotRequired'],
  userType: ['Member', 'Guest'],
} as const;

export type ChoiceField = keyof typeof choices;

export const choiceFields = Object.keys(choices) as ChoiceField[];

/** What Microsoft takes in the cloud of somebody who is kept on the premises. */
const cloudMastered: readonly string[] = ['usageLocation'];

export function isMasteredOnPremises(row: UserRow, field: string): boolean {
  return row.onPremisesSyncEnabled === true && !cloudMastered.includes(field);
}

export type Edits = Partial<Record<TextField | ChoiceField, string | null>> & {
  businessPhones?: string[];
  otherMails?: string[];
  employeeHireDate?: string | null;
  accountEnabled?: boolean;
};

/** What was typed, without what equals the present value. */
export function editedFields(row: UserRow, edits: Edits): Edits {
  const differs = Object.entries(edits).filter(([field, value]) => {
    const present: unknown = row[field as keyof UserRow];
    return JSON.stringify(value) !== JSON.stringify(present);
  });
  return Object.fromEntries(differs);
}

/** The person as without these changes, which lists show already. */
export function without(row: UserRow, changes: FieldChange[]): UserRow {
  return { ...row, ...Object.fromEntries(changes.map((change) => [change.field, change.from])) };
}

/** Addresses one a line or with commas between them, as they were typed. */
export function addressesOf(text: string): string[] {
  return text.split(/[\n,;]/).map((one) => one.trim()).filter((one) => one !== '');
}

/** A day of the calendar as Microsoft keeps it: its midnight. */
export function hireDateOf(day: string): string | null {
  return day === '' ? null : `${day}T00:00:00Z`;
}
