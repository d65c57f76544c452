// Who this is and where; fields that wait in the outbox show old → new.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FromTo } from '../../components/Changes';
import { Fact, Facts } from '../../components/Facts';
import { pendingChange } from '../../components/pendingChange';
import { When } from '../../components/When';
import type { PendingField, UserRow } from '../../gen/types';
import { list } from '../../i18n/format';
import { known } from '../../i18n/known';
import { RegistrationOfUser } from '../password-reset/RegistrationOfUser';
import { RolesOfUser } from '../roles/RolesOfUser';
import { SignIn } from './columns';

export function OverviewTab({ row, pending }: { row: UserRow; pending: PendingField[] }) {
  const { t } = useTranslation();
  const fact = (field: keyof UserRow, value: ReactNode) => {
    const change = pendingChange(pending, field);
    return <Fact name={known('field', field)}>{change ? <FromTo {...change} /> : value}</Fact>;
  };
  return (
    <>
    <Facts>
      {fact('accountEnabled', <SignIn enabled={row.accountEnabled} />)}
      {fact('displayName', row.displayName)}
      {fact('givenName', row.givenName)}
      {fact('surname', row.surname)}
      {fact('mail', row.mail)}
      {fact('jobTitle', row.jobTitle)}
      {fact('department', row.department)}
      {fact('companyName', row.companyName)}
      {fact('officeLocation', row.officeLocation)}
      {fact('city', row.city)}
      {fact('mobilePhone', row.mobilePhone)}
      {fact('businessPhones', list(row.businessPhones))}
      {fact('usageLocation', row.usageLocation)}
      {fact('preferredLanguage', row.preferredLanguage)}
      {fact('userType', row.userType && known('userType', row.userType))}
      {fact('onPremisesSyncEnabled', row.onPremisesSyncEnabled === true ? t('user.synced') : t('user.cloud'))}
      {fact('createdDateTime', row.createdDateTime && <When at={row.createdDateTime} as="date" />)}
    </Facts>
    <RegistrationOfUser row={row} />
    <RolesOfUser row={row} />
    </>
  );
}
