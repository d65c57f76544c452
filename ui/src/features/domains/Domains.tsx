// Settings › Domains, each with its own password policy.
import { Badge } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Sign } from '../../components/Sign';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { NEVER } from '../../components/fieldText';
import type { DomainRow } from '../../gen/types';
import { known } from '../../i18n/known';
import { PasswordPolicyButton } from './PasswordPolicy';
import { isFederated } from './policy';

function Days({ days, federated }: { days: number | null; federated: boolean }) {
  const { t } = useTranslation();
  if (federated) return <Sign tone="off">{t('domain.elsewhere')}</Sign>;
  if (days === null) {
    return (
      <span title={t('domain.notSetNote')}>
        <Sign tone="off">{t('domain.notSet')}</Sign>
      </span>
    );
  }
  if (days === NEVER) return <>{t('domain.never')}</>;
  return <>{t('domain.days', { count: days })}</>;
}

function Name({ row }: { row: DomainRow }) {
  const { t } = useTranslation();
  return (
    <>
      {row.id}{' '}
      {row.isDefault === true && (
        <Badge size="small" appearance="tint" color="brand">
          {t('domain.default')}
        </Badge>
      )}
    </>
  );
}

function Verified({ row }: { row: DomainRow }) {
  const { t } = useTranslation();
  if (row.isVerified === null) return <Sign tone="unknown">{t('value.unknown')}</Sign>;
  return row.isVerified ? <Sign tone="ok">{t('domain.isVerified')}</Sign> : <Sign tone="warning">{t('domain.isNotVerified')}</Sign>;
}

const spec: TableSpec<'domains'> = {
  collection: 'domains',
  title: 'screen.domains',
  empty: 'domain.empty',
  search: false,
  order: 'name',
  name: (row) => row.id,
  columns: [
    { id: 'name', header: 'domain.name', width: 200, grow: 1.6, order: 'name', cell: (row) => <Name row={row} /> },
    { id: 'verified', header: 'domain.verified', width: 140, cell: (row) => <Verified row={row} /> },
    {
      id: 'type',
      header: 'domain.type',
      width: 120,
      cell: (row) => (row.authenticationType === null ? '–' : known('authenticationType', row.authenticationType)),
    },
    { id: 'validity', header: 'domain.validity', width: 230, cell: (row) => <Days days={row.passwordValidityPeriodInDays} federated={isFederated(row)} /> },
    { id: 'notice', header: 'domain.notice', width: 200, cell: (row) => <Days days={row.passwordNotificationWindowInDays} federated={isFederated(row)} /> },
    { id: 'services', header: 'domain.services', width: 180, extra: true, cell: (row) => row.supportedServices.join(', ') || '–' },
  ],
  filters: [],
  actions: (row) => <PasswordPolicyButton row={row} />,
};

export function Domains() {
  return <TablePage spec={spec} />;
}
