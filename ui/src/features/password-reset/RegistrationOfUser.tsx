// What one person has registered for signing in and for a forgotten password; unknown where the report was not read.
import { useTranslation } from 'react-i18next';
import { usePages } from '../../app/query';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { Fact, Facts } from '../../components/Facts';
import { Sign } from '../../components/Sign';
import type { UserRow } from '../../gen/types';
import { list } from '../../i18n/format';
import { known } from '../../i18n/known';
import { notRead } from './notRead';
import { YesNo } from './YesNo';

export function RegistrationOfUser({ row }: { row: UserRow }) {
  const { t } = useTranslation();
  const status = useCollectionStatus('registration-details');
  const found = usePages({ tenant: useTenant().id, collection: 'registration-details', search: row.userPrincipalName ?? row.id });
  const line = found.data?.items.find((one) => one.id === row.id)?.row;
  if (!line) {
    return (
      <Facts>
        <Fact name={t('registration.mfa')}>
          <Sign tone="unknown">{status?.complete && status.error === null ? t('registration.notInReport') : notRead(status)}</Sign>
        </Fact>
      </Facts>
    );
  }
  return (
    <Facts>
      <Fact name={t('registration.mfa')}>
        <YesNo value={line.isMfaRegistered} no="warning" />
      </Fact>
      <Fact name={t('registration.capableLong')}>
        <YesNo value={line.isSsprCapable} no="off" />
      </Fact>
      <Fact name={t('registration.methods')}>{line.methodsRegistered.length === 0 ? t('value.none') : list(line.methodsRegistered.map((one) => known('method', one)))}</Fact>
    </Facts>
  );
}
