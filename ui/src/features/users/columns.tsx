// Columns that lists of people share.
import { Sign } from '../../components/Sign';
import type { Column } from '../../components/table/spec';
import { When } from '../../components/When';
import type { UserRow } from '../../gen/types';
import { i18next } from '../../i18n/i18n';
import { dateCell, list, number } from '../../i18n/format';
import { known } from '../../i18n/known';
import { LastSignIn, lastSignInCell } from './SignIns';
import { ExpirySign } from '../password-expiry/ExpirySign';
import { Reported, yesNo } from '../password-reset/YesNo';

type Users = 'users' | 'guest-users';

export function nameOf(row: UserRow): string {
  return row.displayName ?? row.userPrincipalName ?? row.id;
}

export function signInText({ accountEnabled }: { accountEnabled: boolean | null }): string {
  return i18next.t(accountEnabled === null ? 'value.unknown' : accountEnabled ? 'value.allowed' : 'value.blocked');
}

export function SignIn({ enabled }: { enabled: boolean | null }) {
  const tone = enabled === null ? 'unknown' : enabled ? 'ok' : 'blocked';
  return <Sign tone={tone}>{signInText({ accountEnabled: enabled })}</Sign>;
}

function licenseNames(row: UserRow): string {
  const names = [...new Set(row.licenses.map((one) => one.name))];
  return names.length > 1 ? `${names[0]} +${number(names.length - 1)}` : (names[0] ?? '–');
}

const column = {
  name: { id: 'name', header: 'user.name', width: 190, grow: 1.6, order: 'name', field: 'displayName', cell: nameOf },
  upn: { id: 'upn', header: 'user.userName', width: 210, grow: 1.6, order: 'upn', cell: (row) => row.userPrincipalName ?? '–' },
  mail: { id: 'mail', header: 'user.mail', width: 210, grow: 1.6, cell: (row) => row.mail ?? '–' },
  signIn: { id: 'sign-in', header: 'user.signIn', width: 110, field: 'accountEnabled', cell: (row) => <SignIn enabled={row.accountEnabled} />, value: signInText },
  licenses: {
    id: 'licenses',
    header: 'user.licenses',
    width: 170,
    grow: 1.5,
    field: 'assignedLicenses',
    cell: (row) => <span title={list([...new Set(row.licenses.map((one) => one.name))])}>{licenseNames(row)}</span>,
    value: (row) => [...new Set(row.licenses.map((one) => one.name))].join('; '),
  },
  department: { id: 'department', header: 'user.department', width: 120, order: 'department', field: 'department', cell: (row) => row.department ?? '–' },
  expiry: { id: 'expiry', header: 'user.passwordEnds', width: 172, order: 'expires', cell: (row) => <ExpirySign expiry={row.expiry} />, value: (row) => dateCell(row.expiry.at) ?? i18next.t(`expiry.status.${row.expiry.status}`) },
  jobTitle: { id: 'job-title', header: 'user.jobTitle', width: 140, field: 'jobTitle', extra: true, cell: (row) => row.jobTitle ?? '–' },
  office: { id: 'office', header: 'user.office', width: 120, field: 'officeLocation', extra: true, cell: (row) => row.officeLocation ?? '–' },
  city: { id: 'city', header: 'user.city', width: 110, field: 'city', extra: true, cell: (row) => row.city ?? '–' },
  company: { id: 'company', header: 'user.company', width: 140, field: 'companyName', cell: (row) => row.companyName ?? '–' },
  mobile: { id: 'mobile', header: 'user.mobile', width: 130, field: 'mobilePhone', extra: true, cell: (row) => row.mobilePhone ?? '–' },
  location: { id: 'location', header: 'user.usageLocation', width: 90, field: 'usageLocation', extra: true, cell: (row) => row.usageLocation ?? '–' },
  source: {
    id: 'source',
    header: 'user.source',
    width: 110,
    extra: true,
    cell: (row) => (row.onPremisesSyncEnabled === true ? i18next.t('user.synced') : i18next.t('user.cloud')),
  },
  type: { id: 'type', header: 'field.userType', width: 90, extra: true, cell: (row) => (row.userType === null ? '–' : known('userType', row.userType)) },
  lastSignIn: { id: 'last-sign-in', header: 'signIns.last', width: 130, order: 'last_sign_in', cell: (row) => <LastSignIn activity={row.signInActivity} />, value: (row) => lastSignInCell(row.signInActivity) },
  mfa: { id: 'mfa', header: 'registration.mfa', width: 130, extra: true, cell: (row) => <Reported value={row.isMfaRegistered} no="warning" />, value: (row) => yesNo(row.isMfaRegistered) },
  ownReset: { id: 'own-reset', header: 'registration.ownReset', width: 190, extra: true, cell: (row) => <Reported value={row.isSsprCapable} no="off" />, value: (row) => yesNo(row.isSsprCapable) },
  country: { id: 'country', header: 'field.country', width: 110, field: 'country', extra: true, cell: (row) => row.country ?? '–' },
  employeeId: { id: 'employee-id', header: 'field.employeeId', width: 110, field: 'employeeId', extra: true, cell: (row) => row.employeeId ?? '–' },
  invitation: {
    id: 'invitation',
    header: 'field.externalUserState',
    width: 130,
    cell: (row) => (row.externalUserState === null ? '–' : known('externalUserState', row.externalUserState)),
  },
  created: { id: 'created', header: 'user.created', width: 120, order: 'created', cell: (row) => <When at={row.createdDateTime} as="date" />, value: (row) => dateCell(row.createdDateTime, 'date') },
} satisfies Record<string, Column<Users>>;

export const memberColumns: Column<'users'>[] = [
  column.name,
  column.upn,
  column.signIn,
  column.licenses,
  column.department,
  column.expiry,
  column.jobTitle,
  column.office,
  column.city,
  column.country,
  { ...column.company, extra: true },
  column.employeeId,
  column.mobile,
  column.location,
  column.source,
  column.type,
  { ...column.lastSignIn, extra: true },
  column.mfa,
  column.ownReset,
  { ...column.created, extra: true },
];

export const guestColumns: Column<'guest-users'>[] = [
  column.name,
  column.mail,
  column.signIn,
  column.invitation,
  column.company,
  column.created,
  column.lastSignIn,
  column.mfa,
  { ...column.upn, extra: true },
  column.jobTitle,
  { ...column.department, extra: true },
];
