// Roles: who holds which Entra role, by role or by person, and what about it is worth a second look.
import { Badge, Link } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { hrefOf, hrefOfObject } from '../../app/route';
import { RoleName, roleNames } from '../../components/RoleName';
import { Sign } from '../../components/Sign';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import type { RoleAssignmentRow } from '../../gen/types';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { signInText } from '../users/columns';
import { GlobalAdministrators } from './GlobalAdministrators';
import { RemoveRoleButton } from './RemoveRole';
import { scopeText } from './scope';

const holderOf = (row: RoleAssignmentRow) => row.holder?.displayName ?? row.principalId ?? i18next.t('value.unknown');

function Holder({ row }: { row: RoleAssignmentRow }) {
  const { t } = useTranslation();
  return (
    <>
      {holderOf(row)}{' '}
      {row.isOwn && (
        <Badge size="small" appearance="tint" color="brand">
          {t('role.you')}
        </Badge>
      )}
    </>
  );
}

function kindText({ holder }: RoleAssignmentRow): string {
  if (holder === null) return i18next.t('role.noUser');
  return holder.userType === null ? i18next.t('value.unknown') : known('userType', holder.userType);
}

function SignIn({ row }: { row: RoleAssignmentRow }) {
  const enabled = row.holder?.accountEnabled ?? null;
  if (row.holder === null) return <>–</>;
  // Whoever is blocked and still holds a role has it again the day the block ends.
  return <Sign tone={enabled === null ? 'unknown' : enabled ? 'ok' : 'warning'}>{signInText({ accountEnabled: enabled })}</Sign>;
}

function mfaText({ holder }: RoleAssignmentRow): string {
  if (holder === null) return '–';
  return i18next.t(holder.isMfaRegistered === null ? 'value.unknown' : holder.isMfaRegistered ? 'registration.registered' : 'registration.notRegistered');
}

function Mfa({ row }: { row: RoleAssignmentRow }) {
  const { t } = useTranslation();
  if (row.holder === null) return <>–</>;
  const registered = row.holder.isMfaRegistered;
  const tone = registered === null ? 'unknown' : registered ? 'ok' : 'danger';
  return (
    <span title={registered === null ? t('role.mfaUnknown') : undefined}>
      <Sign tone={tone}>{mfaText(row)}</Sign>
    </span>
  );
}

const spec: TableSpec<'roles'> = {
  collection: 'roles',
  title: 'screen.roles',
  empty: 'role.empty',
  search: true,
  order: 'role',
  name: (row) => roleNames(row.role),
  columns: [
    { id: 'role', header: 'role.role', width: 190, grow: 1.4, order: 'role', cell: (row) => <RoleName role={row.role} />, value: (row) => roleNames(row.role) },
    { id: 'holder', header: 'role.holder', width: 180, grow: 1.4, order: 'holder', cell: (row) => <Holder row={row} />, value: holderOf },
    {
      id: 'kind',
      header: 'role.kind',
      width: 130,
      cell: (row) => (row.holder?.userType === 'Guest' ? <Sign tone="warning">{kindText(row)}</Sign> : kindText(row)),
      value: kindText,
    },
    { id: 'sign-in', header: 'user.signIn', width: 110, cell: (row) => <SignIn row={row} />, value: (row) => (row.holder ? signInText(row.holder) : null) },
    { id: 'mfa', header: 'registration.mfa', width: 150, cell: (row) => <Mfa row={row} />, value: mfaText },
    { id: 'scope', header: 'role.scope', width: 150, cell: (row) => scopeText(row.directoryScopeId), value: (row) => row.directoryScopeId },
    { id: 'upn', header: 'user.userName', width: 200, extra: true, cell: (row) => row.holder?.userPrincipalName ?? '–' },
    { id: 'principal', header: 'role.principal', width: 260, extra: true, cell: (row) => row.principalId ?? '–' },
  ],
  filters: [
    { column: 'role', label: 'role.role', name: roleNames },
    {
      column: 'user_type',
      label: 'role.kind',
      options: [
        { value: 'member', label: 'userType.Member' },
        { value: 'guest', label: 'userType.Guest' },
        { value: '', label: 'role.noUser' },
      ],
    },
    {
      column: 'enabled',
      label: 'user.signIn',
      options: [
        { value: '1', label: 'value.allowed' },
        { value: '0', label: 'value.blocked' },
      ],
    },
    {
      column: 'mfa',
      label: 'registration.mfa',
      options: [
        { value: '1', label: 'registration.registered' },
        { value: '0', label: 'registration.notRegistered' },
        { value: '', label: 'value.unknown' },
      ],
    },
  ],
  actions: (row) => <Actions row={row} />,
};

function Actions({ row }: { row: RoleAssignmentRow }) {
  const { t } = useTranslation();
  if (row.holder === null || row.principalId === null) return <p style={{ margin: 0 }}>{t('role.notHere')}</p>;
  return (
    <div style={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '4px 12px' }}>
      {row.roleDefinitionId !== null && <RemoveRoleButton user={row.principalId} name={holderOf(row)} role={row.role} definition={row.roleDefinitionId} scope={row.directoryScopeId} />}
      <Link href={hrefOfObject('users', row.principalId)}>{t('role.person', { name: holderOf(row) })}</Link>
      <Link href={hrefOf('roles', { search: row.holder.userPrincipalName ?? undefined, order: 'holder' })}>{t('role.allOf')}</Link>
    </div>
  );
}

export function Roles() {
  return <TablePage spec={spec} note={<GlobalAdministrators />} />;
}
