// Who this is and where, in the groups of the form; fields that wait in the outbox show old → new.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMicrosoftPage } from '../../components/useMicrosoftPage';
import { hrefOfObject } from '../../app/route';
import { FromTo } from '../../components/Changes';
import { Fact, Facts } from '../../components/Facts';
import { PersonName } from '../../components/PersonName';
import { pendingChange } from '../../components/pendingChange';
import { When } from '../../components/When';
import type { PendingField, UserRow } from '../../gen/types';
import { list } from '../../i18n/format';
import { known } from '../../i18n/known';
import { Addresses } from './Addresses';
import { Checklists } from './Checklists';
import { Reports } from './Reports';
import { SignIns } from './SignIns';
import { RegistrationOfUser } from '../password-reset/RegistrationOfUser';
import { RolesOfUser } from '../roles/RolesOfUser';
import { SignIn } from './columns';

const useStyles = makeStyles({ heading: { margin: '20px 0 0', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold } });

export function OverviewTab({ row, pending }: { row: UserRow; pending: PendingField[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const guest = row.userType?.toLowerCase() === 'guest' || row.externalUserState !== null;
  const fact = (field: keyof UserRow, value: ReactNode) => {
    const change = pendingChange(pending, field);
    return <Fact name={known('field', field)}>{change ? <FromTo {...change} /> : value}</Fact>;
  };
  const heading = (text: string) => <h3 className={styles.heading}>{text}</h3>;
  return (
    <>
      <Checklists id={row.id} />
      <Facts>
        {fact('accountEnabled', <SignIn enabled={row.accountEnabled} />)}
        {fact('displayName', row.displayName)}
        {fact('givenName', row.givenName)}
        {fact('surname', row.surname)}
        {fact('mail', row.mail)}
        {fact('mailNickname', row.mailNickname)}
      </Facts>
      {guest && <GuestFacts row={row} heading={heading} />}
      {heading(t('form.group.job'))}
      <Facts>
        {fact('jobTitle', row.jobTitle)}
        {fact('department', row.department)}
        {fact('companyName', row.companyName)}
        {fact('employeeId', row.employeeId)}
        {fact('employeeType', row.employeeType)}
        {fact('employeeHireDate', row.employeeHireDate && <When at={row.employeeHireDate} as="day" />)}
        {fact('manager', row.manager && <Link href={hrefOfObject('users', row.manager)}><PersonName id={row.manager} /></Link>)}
        <Fact name={t('manager.reports')}>
          <Reports id={row.id} />
        </Fact>
      </Facts>
      {heading(t('form.group.contact'))}
      <Facts>
        {fact('officeLocation', row.officeLocation)}
        {fact('streetAddress', row.streetAddress)}
        {fact('postalCode', row.postalCode)}
        {fact('city', row.city)}
        {fact('state', row.state)}
        {fact('country', row.country)}
        {fact('mobilePhone', row.mobilePhone)}
        {fact('businessPhones', list(row.businessPhones))}
        {fact('faxNumber', row.faxNumber)}
        {fact('otherMails', list(row.otherMails))}
      </Facts>
      {heading(t('signIns.title'))}
      <SignIns activity={row.signInActivity} />
      <RegistrationOfUser row={row} />
      <RolesOfUser row={row} />
      {heading(t('addresses.title'))}
      <Addresses row={row} />
      {heading(t('form.group.settings'))}
      <Facts>
        {fact('usageLocation', row.usageLocation)}
        {fact('preferredLanguage', row.preferredLanguage)}
        {fact('ageGroup', row.ageGroup && known('ageGroup', row.ageGroup))}
        {fact('consentProvidedForMinor', row.consentProvidedForMinor && known('consentProvidedForMinor', row.consentProvidedForMinor))}
        {fact('userType', row.userType && known('userType', row.userType))}
        {fact('showInAddressList', row.showInAddressList === null ? null : t(row.showInAddressList ? 'value.yes' : 'value.no'))}
        {fact('onPremisesSyncEnabled', row.onPremisesSyncEnabled === true ? t('user.synced') : t('user.cloud'))}
        {fact('createdDateTime', row.createdDateTime && <When at={row.createdDateTime} as="date" />)}
      </Facts>
    </>
  );
}

/** Of somebody from another organisation: where the invitation stands. Who invited them is in Microsoft's audit log only. */
function GuestFacts({ row, heading }: { row: UserRow; heading: (text: string) => ReactNode }) {
  const { t } = useTranslation();
  const page = useMicrosoftPage('guest-users');
  return (
    <>
      {heading(t('guest.title'))}
      <Facts>
        <Fact name={known('field', 'externalUserState')}>{row.externalUserState === null ? t('value.unknown') : known('externalUserState', row.externalUserState)}</Fact>
        <Fact name={known('field', 'externalUserStateChangeDateTime')}>{row.externalUserStateChangeDateTime && <When at={row.externalUserStateChangeDateTime} as="date" />}</Fact>
        <Fact name={t('guest.invited')}>{row.creationType === 'Invitation' && row.createdDateTime ? <When at={row.createdDateTime} as="date" /> : t('value.unknown')}</Fact>
        <Fact name={t('guest.invitedBy')}>
          {t('guest.invitedByUnknown')}{' '}
          {page && (
            <Link href={page} target="_blank" rel="noreferrer">
              {t('guest.open')}
            </Link>
          )}
        </Fact>
      </Facts>
    </>
  );
}
