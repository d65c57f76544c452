// Which fields an edit really changes.
import type { FieldChange, UserRow } from '../../gen/types';

export const textFields = [
  'displayName',
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'companyName',
  'officeLocation',
  'city',
  'mobilePhone',
  'usageLocation',
  'preferredLanguage',
] as const;

export type Edits = Partial<Record<(typeof textFields)[number], string | null>> & {
  businessPhones?: string[];
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
