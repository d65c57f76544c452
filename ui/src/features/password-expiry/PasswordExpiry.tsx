// Whose password ends when, soonest first, each with the reason for the answer.
import { useTranslation } from 'react-i18next';
import { Sign } from '../../components/Sign';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import { useNow } from '../../components/now';
import type { PasswordExpiryRow } from '../../gen/types';
import { SignIn } from '../users/columns';
import { department, expiry, signIn } from '../users/filters';
import { UserPanel } from '../users/UserPanel';
import { phase, tones } from './phase';

function Status({ row }: { row: PasswordExpiryRow }) {
  const { t } = useTranslation();
  const now = useNow();
  const when = phase(row, now);
  if (when !== null) return <Sign tone={tones[when]}>{t(`expiry.phase.${when}`)}</Sign>;
  return <Sign tone={row.status === 'unknown' ? 'unknown' : 'off'}>{t(`expiry.status.${row.status}`)}</Sign>;
}

function Reason({ row }: { row: PasswordExpiryRow }) {
  const { t } = useTranslation();
  const text = t(`expiry.reason.${row.reason}`, { days: row.days ?? 0 });
  return <span title={text}>{text}</span>;
}

const spec: TableSpec<'password-expiry'> = {
  collection: 'password-expiry',
  title: 'screen.passwordExpiry',
  empty: 'users.empty',
  search: true,
  order: 'expires',
  name: (row) => row.displayName ?? row.userPrincipalName ?? row.id,
  columns: [
    { id: 'name', header: 'user.name', width: 180, grow: 1.2, order: 'name', cell: (row) => row.displayName ?? row.userPrincipalName ?? row.id },
    { id: 'ends', header: 'expiry.ends', width: 165, order: 'expires', cell: (row) => <When at={row.at} /> },
    { id: 'date', header: 'expiry.date', width: 110, cell: (row) => <When at={row.at} as="date" /> },
    { id: 'status', header: 'expiry.state', width: 140, cell: (row) => <Status row={row} /> },
    { id: 'reason', header: 'expiry.why', width: 230, grow: 3, cell: (row) => <Reason row={row} /> },
    { id: 'sign-in', header: 'user.signIn', width: 110, cell: (row) => <SignIn enabled={row.accountEnabled} /> },
    { id: 'upn', header: 'user.userName', width: 200, order: 'upn', extra: true, cell: (row) => row.userPrincipalName ?? '–' },
    { id: 'department', header: 'user.department', width: 120, order: 'department', extra: true, cell: (row) => row.department ?? '–' },
    { id: 'changed', header: 'expiry.changed', width: 120, extra: true, cell: (row) => <When at={row.lastPasswordChangeDateTime} as="date" /> },
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
    signIn,
    department,
  ],
};

export function PasswordExpiry() {
  return <TablePage spec={spec} panel={(_, id, close) => <UserPanel item={undefined} id={id} first="password" onClose={close} />} />;
}
