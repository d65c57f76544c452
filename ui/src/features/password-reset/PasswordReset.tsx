// Self-service password reset: what it takes, whom the tenant lets do it, who has registered, and a mail to those who have not.
import { TablePage } from '../../components/table/TablePage';
import type { Filter, TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import type { RegistrationDetailsRow } from '../../gen/types';
import { dateCell, list } from '../../i18n/format';
import { known } from '../../i18n/known';
import { Actions } from './Actions';
import { MailButton } from '../mail/MailButton';
import { Standing } from './Standing';
import { YesNo, yesNo } from './YesNo';

const nameOf = (row: RegistrationDetailsRow) => row.userDisplayName ?? row.userPrincipalName ?? row.id;
const methods = (row: RegistrationDetailsRow) => (row.methodsRegistered.length === 0 ? '–' : list(row.methodsRegistered.map((one) => known('method', one))));
const either = (column: string, label: Filter['label']): Filter => ({
  column,
  label,
  options: [
    { value: '1', label: 'value.yes' },
    { value: '0', label: 'value.no' },
  ],
});

const spec: TableSpec<'registration-details'> = {
  collection: 'registration-details',
  title: 'screen.passwordReset',
  empty: 'registration.empty',
  search: true,
  order: 'name',
  name: nameOf,
  columns: [
    { id: 'name', header: 'user.name', width: 180, grow: 1.4, order: 'name', cell: nameOf },
    { id: 'enabled', header: 'registration.enabled', field: 'isSsprEnabled', width: 110, cell: (row) => <YesNo value={row.isSsprEnabled} no="off" />, value: (row) => yesNo(row.isSsprEnabled) },
    { id: 'registered', header: 'registration.isRegistered', width: 120, cell: (row) => <YesNo value={row.isSsprRegistered} no="warning" />, value: (row) => yesNo(row.isSsprRegistered) },
    { id: 'capable', header: 'registration.capable', width: 120, cell: (row) => <YesNo value={row.isSsprCapable} no="off" />, value: (row) => yesNo(row.isSsprCapable) },
    { id: 'mfa', header: 'registration.mfa', width: 130, cell: (row) => <YesNo value={row.isMfaRegistered} no="warning" />, value: (row) => yesNo(row.isMfaRegistered) },
    { id: 'methods', header: 'registration.methods', width: 200, grow: 1.6, cell: methods },
    { id: 'admin', header: 'registration.admin', width: 110, cell: (row) => yesNo(row.isAdmin) },
    { id: 'upn', header: 'user.userName', width: 210, extra: true, cell: (row) => row.userPrincipalName ?? '–' },
    { id: 'type', header: 'field.userType', width: 90, extra: true, cell: (row) => (row.userType === null ? '–' : known('userType', row.userType === 'guest' ? 'Guest' : row.userType === 'member' ? 'Member' : row.userType)) },
    { id: 'updated', header: 'registration.updated', width: 150, extra: true, cell: (row) => <When at={row.lastUpdatedDateTime} />, value: (row) => dateCell(row.lastUpdatedDateTime) },
  ],
  filters: [
    either('enabled', 'registration.enabled'),
    either('registered', 'registration.isRegistered'),
    either('capable', 'registration.capable'),
    either('mfa', 'registration.mfa'),
    either('admin', 'registration.admin'),
  ],
  actions: (row) => <Actions row={row} />,
};

export function PasswordReset() {
  return <TablePage spec={spec} note={<Standing />} action={<MailButton kind="registration" primary />} />;
}
