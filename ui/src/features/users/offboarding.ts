// What is done when somebody leaves: steps that are operations of their own, in the order in which they are done.
import type { Draft, UserRow } from '../../gen/types';
import { isInherited } from './licenseWishes';

export const steps = ['block', 'signOut', 'password', 'licenses', 'manager', 'reports', 'delete'] as const;

export type Step = (typeof steps)[number];

export type Planned = Pick<Draft, 'operation' | 'input'> & { id: string };

/** What an account that leaves does not keep. Deleting is chosen by hand, since nobody can use the account by then and mail may be wanted. */
export const preselected: readonly Step[] = ['block', 'signOut', 'password', 'licenses', 'manager', 'reports'];

/** The products that were assigned to the person alone; what comes through a group is taken away there. */
export function directLicenses(row: UserRow): string[] {
  const ids = new Set(row.licenses.map((one) => one.skuId));
  return [...ids].filter((id) => row.licenses.some((one) => one.skuId === id && one.assignedByGroup === null) && !isInherited(row.licenses, id.toLowerCase()));
}

/** The operations of a step; none where there is nothing to do. */
export function planned(step: Step, row: UserRow, password: string, reports: string[], successor: string | null): Planned[] {
  const { id } = row;
  switch (step) {
    case 'block':
      return row.accountEnabled === false ? [] : [{ operation: 'update-user', id, input: { accountEnabled: false } }];
    case 'signOut':
      return [{ operation: 'revoke-sign-in-sessions', id, input: {} }];
    case 'password':
      return password === '' ? [] : [{ operation: 'reset-password', id, input: { password, forceChangePasswordNextSignIn: true } }];
    case 'licenses': {
      const removeLicenses = directLicenses(row);
      return removeLicenses.length === 0 ? [] : [{ operation: 'assign-licenses', id, input: { addLicenses: [], removeLicenses } }];
    }
    case 'manager':
      return row.manager === null ? [] : [{ operation: 'set-manager', id, input: { managerId: null } }];
    case 'reports':
      return reports.map((report) => ({ operation: 'set-manager', id: report, input: { managerId: successor === report ? null : successor } }));
    case 'delete':
      return [{ operation: 'delete-user', id, input: {} }];
  }
}
