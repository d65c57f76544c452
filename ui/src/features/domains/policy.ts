// The password policy of a domain, as its form holds it and as the operation takes it.
import { NEVER } from '../../components/fieldText';
import type { DomainRow, FieldChange, UpdateDomain } from '../../gen/types';

export interface Policy {
  never: boolean;
  /** Days as typed; empty: not stated. */
  validity: string;
  notice: string;
}

const VALIDITY = 'passwordValidityPeriodInDays';
const NOTICE = 'passwordNotificationWindowInDays';

export const isFederated = (row: DomainRow) => row.authenticationType?.toLowerCase() === 'federated';

/** What stands, under what was asked for before. */
export function policyOf(row: DomainRow, input: UpdateDomain): Policy {
  const validity = input[VALIDITY] ?? row[VALIDITY];
  const notice = input[NOTICE] ?? row[NOTICE];
  const text = (days: number | null) => (days === null || days === NEVER ? '' : String(days));
  return { never: validity === NEVER, validity: text(validity), notice: text(notice) };
}

/** What differs from what stands without `changes`, which the row shows already; null when nothing does. */
export function policyAsInput(row: DomainRow, policy: Policy, changes: FieldChange[]): UpdateDomain | null {
  const wished = policy.never ? { [VALIDITY]: NEVER } : { [VALIDITY]: days(policy.validity), [NOTICE]: days(policy.notice) };
  const stands = { ...row, ...Object.fromEntries(changes.map((change) => [change.field, change.from])) };
  const differing = Object.entries(wished).filter(([field, value]) => value !== null && value !== stands[field as typeof VALIDITY]);
  return differing.length > 0 ? Object.fromEntries(differing) : null;
}

/** What is asked for of every domain; null while nothing is. */
export function policyForAll(policy: Policy): UpdateDomain | null {
  if (policy.never) return { [VALIDITY]: NEVER };
  const [validity, notice] = [days(policy.validity), days(policy.notice)];
  const input = { ...(validity !== null && { [VALIDITY]: validity }), ...(notice !== null && { [NOTICE]: notice }) };
  return Object.keys(input).length > 0 ? input : null;
}

/** What is no number goes on as it is, to be refused with its reason. */
function days(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}
