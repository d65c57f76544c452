// The order of the tenants in the overview, and what they come to together.
import { seenConnection } from '../../app/tenant';
import type { Connection, Error as Failed, Overview, TenantInfo } from '../../gen/types';
import { compare } from '../../i18n/format';
import { figures, users } from './figures';

export interface Row {
  tenant: TenantInfo;
  /** None until it has answered. */
  overview: Overview | undefined;
  /** Why it cannot be opened. */
  error: Failed | null;
}

/** The gravest first. */
const connections: Connection[] = ['sign-in-needed', 'offline', 'unknown', 'work-offline', 'online'];

function valueOf({ tenant, overview, error }: Row, by: string): number | null {
  if (by === 'state' && error) return -1;
  if (!overview) return null;
  if (by === 'state') return overview.connection && connections.indexOf(seenConnection(tenant, overview.connection));
  if (by === 'as-of') return timeOf(overview.asOf);
  if (by === 'soonest') return timeOf(overview.nextSubscriptionEnd);
  return [users, ...figures].find((one) => one.id === by)?.of(overview) ?? null;
}

function timeOf(text: string | null): number | null {
  return text === null ? null : new Date(text).valueOf();
}

/** Those without a value come last, whichever way it goes; those of the same value by name. */
export function inOrder(rows: Row[], by: string, descending: boolean): Row[] {
  const way = descending ? -1 : 1;
  const byName = (left: Row, right: Row) => compare(left.tenant.name, right.tenant.name);
  if (by === 'name') return rows.toSorted((left, right) => way * byName(left, right));
  return rows.toSorted((left, right) => {
    const [one, other] = [valueOf(left, by), valueOf(right, by)];
    if (one === null || other === null) return Number(one === null) - Number(other === null) || byName(left, right);
    return way * (one - other) || byName(left, right);
  });
}

/** The soonest day of all. */
export function soonest(overviews: Overview[]): string | null {
  return overviews.flatMap((one) => one.nextSubscriptionEnd ?? []).sort()[0] ?? null;
}
