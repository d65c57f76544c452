// What one person has registered for signing in and for a forgotten password; unknown where the report does not say.
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Fact, Facts } from '../../components/Facts';
import { Sign } from '../../components/Sign';
import { When } from '../../components/When';
import type { RegistrationDetailsRow, UserRow } from '../../gen/types';
import { list } from '../../i18n/format';
import { known } from '../../i18n/known';
import { notReported } from './notRead';
import { YesNo } from './YesNo';

export function RegistrationOfUser({ row }: { row: UserRow }) {
  const { t } = useTranslation();
  const status = useCollectionStatus('registration-details');
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: 'registration-details', id: row.id });
  if (error) {
    return (
      <Facts>
        <Fact name={t('registration.mfa')}>
          <Sign tone="unknown">{notReported(status)}</Sign>
        </Fact>
      </Facts>
    );
  }
  if (data?.id !== row.id) return null;
  const line = data.row as RegistrationDetailsRow;
  return (
    <>
      <Facts>
        <Fact name={t('registration.mfa')}>
          <YesNo value={line.isMfaRegistered} no="warning" />
        </Fact>
        <Fact name={t('registration.forReset')}>
          <YesNo value={line.isSsprRegistered} no="warning" />
        </Fact>
        <Fact name={t('registration.ownReset')}>
          <YesNo value={line.isSsprCapable} no="off" />
        </Fact>
        <Fact name={t('registration.methods')}>{line.methodsRegistered.length === 0 ? t('value.none') : list(line.methodsRegistered.map((one) => known('method', one)))}</Fact>
        <Fact name={t('registration.updated')}>{line.lastUpdatedDateTime && <When at={line.lastUpdatedDateTime} />}</Fact>
      </Facts>
      <AsOf at={data.asOf} />
    </>
  );
}
