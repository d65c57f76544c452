// Which licences and apps a person has, which are wished, and what of that an operation has to say.
import type { AssignLicenses, FieldChange, LicenseOfUser } from '../../gen/types';

/** A licence of a user, or of a group, which inherits none. */
export type Owned = Pick<LicenseOfUser, 'skuId' | 'disabledPlans'> & Partial<Pick<LicenseOfUser, 'assignedByGroup'>>;

/** A product as it stands or is wished: the service plans that are off, or null when it is not assigned. Ids in lower case. */
export type Wishes = Readonly<Record<string, readonly string[] | null>>;

/** What somebody has, by `skuId`. */
export function present(licenses: Owned[]): Wishes {
  return Object.fromEntries(licenses.map((one) => [one.skuId.toLowerCase(), one.disabledPlans.map((id) => id.toLowerCase())]));
}

/** Whether every way that a licence came by is a group: then its apps are chosen there. */
export function isInherited(licenses: Owned[], skuId: string): boolean {
  const ways = licenses.filter((one) => one.skuId.toLowerCase() === skuId);
  return ways.length > 0 && ways.every((one) => (one.assignedByGroup ?? null) !== null);
}

/** The change from what there is to what is wished; null when there is none. */
export function wishesAsInput(has: Wishes, wished: Wishes): AssignLicenses | null {
  const differing = Object.entries(wished).filter(([skuId, off]) => !same(has[skuId] ?? null, off));
  if (differing.length === 0) return null;
  return {
    addLicenses: differing.flatMap(([skuId, off]) => (off === null ? [] : [{ skuId, disabledPlans: [...off] }])),
    removeLicenses: differing.flatMap(([skuId, off]) => (off === null ? [skuId] : [])),
  };
}

function same(left: readonly string[] | null, right: readonly string[] | null): boolean {
  if (left === null || right === null) return left === right;
  return left.length === right.length && left.every((id) => right.includes(id));
}

/** What an operation asks for, as wishes. */
export function wishesOf(input: Partial<AssignLicenses>): Wishes {
  const added = (input.addLicenses ?? []).map((one) => [one.skuId.toLowerCase(), one.disabledPlans.map((id) => id.toLowerCase())] as const);
  const removed = (input.removeLicenses ?? []).map((id) => [id.toLowerCase(), null] as const);
  return Object.fromEntries([...added, ...removed]);
}

/** What stood before the changes of an operation, which lists show already. */
export function presentBefore(changes: FieldChange[]): Wishes {
  const each = changes.flatMap(({ from, to }): [string, readonly string[] | null][] => {
    const [before, after] = [from as Assigned | null, to as Assigned | null];
    const skuId = before?.skuId ?? after?.skuId;
    return skuId === undefined ? [] : [[skuId.toLowerCase(), before === null ? null : (before.disabledPlans ?? []).map((id) => id.toLowerCase())]];
  });
  return Object.fromEntries(each);
}

interface Assigned {
  skuId?: string;
  disabledPlans?: string[];
}
