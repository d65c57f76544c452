// Whose password ends when, soonest first, each with the reason for the answer.
import { Sign } from '../../components/Sign';
import { TablePage } from '../../components/table/TablePage';
import { dateCell } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import { useNow } from '../../components/now';
import type { PasswordExpiryRow } from '../../gen/types';
import { SignIn, signInText } from '../users/columns';
import { department, expiry, signIn } from '../users/filters';
import { BulkBar } from '../bulk/BulkBar';
import { UserPanel } from '../users/UserPanel';
import { Calendar } from './Calendar';
import { Gaps } from './Gaps';
import { Tools, useView } from './Views';
import { phase, tones } from './phase';

function statusText(row: PasswordExpiryRow, now = Date.now()): string {
  const when = phase(row, now);
  return i18next.t(when === null ? `expiry.status.${row.status}` : `expiry.phase.${when}`);
}

function Status({ row }: { row: PasswordExpiryRow }) {
  const now = useNow();
  const when = phase(row, now);
  return <Sign tone={when === null ? (row.status === 'unknown' ? 'unknown' : 'off') : tones[when]}>{statusText(row, now)}</Sign>;
}

const reasonText = (row: PasswordExpiryRow) => i18next.t(`expiry.reason.${row.reason}`, { days: row.days ?? 0 });

function Reason({ row }: { row: PasswordExpiryRow }) {
  return <span title={reasonText(row)}>{reasonText(row)}</span>;
}

/** Those that a filter names: why a date is unknown, or why there is none. */
const reasons = ['never-changed', 'sync-feature-unknown', 'domain-unknown', 'value-out-of-range', 'user-never-expires', 'domain-never-expires', 'on-premises', 'guest', 'federated-domain'] as const;

const spec: TableSpec<'password-expiry'> = {
  collection: 'password-expiry',
  title: 'screen.passwordExpiry',
  empty: 'users.empty',
  search: true,
  order: 'expires',
  name: (row) => row.displayName ?? row.userPrincipalName ?? row.id,
  columns: [
    { id: 'name', header: 'user.name', width: 180, grow: 1.2, order: 'name', cell: (row) => row.displayName ?? row.userPrincipalName ?? row.id },
    { id: 'ends', header: 'expiry.ends', width: 165, order: 'expires', cell: (row) => <When at={row.at} />, value: (row) => dateCell(row.at) },
    { id: 'date', header: 'expiry.date', width: 110, cell: (row) => <When at={row.at} as="date" />, value: (row) => dateCell(row.at, 'date') },
    { id: 'status', header: 'expiry.state', width: 140, cell: (row) => <Status row={row} />, value: statusText },
    { id: 'reason', header: 'expiry.why', width: 230, grow: 3, cell: (row) => <Reason row={row} />, value: reasonText },
    { id: 'sign-in', header: 'user.signIn', width: 110, cell: (row) => <SignIn enabled={row.accountEnabled} />, value: signInText },
    { id: 'upn', header: 'user.userName', width: 200, order: 'upn', extra: true, cell: (row) => row.userPrincipalName ?? '–' },
    { id: 'department', header: 'user.department', width: 120, order: 'department', extra: true, cell: (row) => row.department ?? '–' },
    { id: 'changed', header: 'expiry.changed', width: 120, extra: true, cell: (row) => <When at={row.lastPasswordChangeDateTime} as="date" />, value: (row) => dateCell(row.lastPasswordChangeDateTime, 'date') },
  ],
  filters: [
    {
      column: 'phase',
      label: 'expiry.ends',
      options: [
        { value: 'ended', label: 'expiry.phase.ended' },
        { value: 'ended-lately', label: 'expiry.phase.ended-lately' },
        { value: 'notice', label: 'expiry.phase.notice' },
        { value: 'later', label: 'expiry.phase.later' },
      ],
    },
    expiry('expiry.state'),
    { column: 'reason', label: 'expiry.why', options: reasons.map((value) => ({ value, label: `expiry.reasonShort.${value}` as const })) },
    { column: 'ends', label: 'expiry.between', range: true },
    signIn,
    department,
  ],
};

export function PasswordExpiry() {
  const [view] = useView();
  if (view === 'calendar') return <Calendar />;
  if (view === 'gaps') return <Gaps />;
  return <TablePage action={<Tools />} spec={spec} bulk={(picked) => <BulkBar picked={picked} />} panel={(_, id, close) => <UserPanel item={undefined} id={id} first="password" onClose={close} />} />;
}
