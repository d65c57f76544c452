// A user that is still to be made, as the form holds it and as the operation takes it.
import type { Draft, DomainRow } from '../../gen/types';

export const detailFields = ['givenName', 'surname', 'jobTitle', 'department', 'usageLocation'] as const;

export interface NewUser {
  /** What stands before the @. */
  name: string;
  /** Empty: the default one. */
  domain: string;
  displayName: string;
  details: Partial<Record<(typeof detailFields)[number], string>>;
  force: boolean;
  /** What the form has no fields for, as it was asked for. */
  others: Record<string, unknown>;
}

/** Domains in which a user can be made, the default one first: verified, and with sign-in at Microsoft. */
export function signInDomains(rows: DomainRow[]): string[] {
  const managed = rows.filter((row) => row.isVerified === true && row.authenticationType?.toLowerCase() !== 'federated');
  return [...managed.filter((row) => row.isDefault === true), ...managed.filter((row) => row.isDefault !== true)].map((row) => row.id);
}

export function domainOf(user: NewUser, domains: string[]): string {
  return user.domain === '' ? (domains[0] ?? '') : user.domain;
}

/** The form for what was asked for before. */
export function newUserOf(input: Record<string, unknown>): NewUser {
  const text = (field: string) => (typeof input[field] === 'string' ? input[field] : '');
  const [name = '', domain = ''] = text('userPrincipalName').split('@');
  const details = Object.fromEntries(detailFields.map((field) => [field, text(field)]));
  const own: ReadonlySet<string> = new Set(['userPrincipalName', 'displayName', 'forceChangePasswordNextSignIn', 'password', ...detailFields]);
  const others = Object.fromEntries(Object.entries(input).filter(([field]) => !own.has(field)));
  return { name, domain, displayName: text('displayName'), details, force: input.forceChangePasswordNextSignIn !== false, others };
}

/** Null until there is a name and a display name. A field left empty is not asked for. */
export function newUserAsInput(user: NewUser, domain: string, password: string): Draft['input'] | null {
  const { name, displayName, details, force, others } = user;
  if (name.trim() === '' || displayName.trim() === '') return null;
  const filled = Object.fromEntries(Object.entries(details).filter(([, value]) => value.trim() !== ''));
  return {
    userPrincipalName: `${name.trim()}@${domain}`,
    displayName: displayName.trim(),
    ...others,
    ...filled,
    ...(password === '' ? {} : { password }),
    forceChangePasswordNextSignIn: force,
  };
}
