// Settings › Domains, each with its own password policy.
import { Badge, Button } from '@fluentui/react-components';
import { Key20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Sign } from '../../components/Sign';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import { NEVER } from '../../components/fieldText';
import type { DomainRow } from '../../gen/types';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { PasswordPolicyButton } from './PasswordPolicy';
import { PolicyForAll } from './PolicyForAll';
import { isFederated } from './policy';

function daysText(days: number | null, row: DomainRow): string {
  if (isFederated(row)) return i18next.t('domain.elsewhere');
  if (days === null) return i18next.t('domain.notSet');
  return days === NEVER ? i18next.t('domain.never') : i18next.t('domain.days', { count: days });
}

function Days({ days, row }: { days: number | null; row: DomainRow }) {
  const text = daysText(days, row);
  if (days !== null && !isFederated(row)) return <>{text}</>;
  return (
    <span title={isFederated(row) ? undefined : i18next.t('domain.notSetNote')}>
      <Sign tone="off">{text}</Sign>
    </span>
  );
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

function verifiedText({ isVerified }: DomainRow): string {
  return i18next.t(isVerified === null ? 'value.unknown' : isVerified ? 'domain.isVerified' : 'domain.isNotVerified');
}

function Verified({ row }: { row: DomainRow }) {
  const tone = row.isVerified === null ? 'unknown' : row.isVerified ? 'ok' : 'warning';
  return <Sign tone={tone}>{verifiedText(row)}</Sign>;
}

const spec: TableSpec<'domains'> = {
  collection: 'domains',
  title: 'screen.domains',
  empty: 'domain.empty',
  search: false,
  order: 'name',
  name: (row) => row.id,
  columns: [
    { id: 'name', header: 'domain.name', width: 200, grow: 1.6, order: 'name', cell: (row) => <Name row={row} />, value: (row) => row.id },
    { id: 'verified', header: 'domain.verified', width: 140, cell: (row) => <Verified row={row} />, value: verifiedText },
    {
      id: 'type',
      header: 'domain.type',
      width: 120,
      cell: (row) => (row.authenticationType === null ? '–' : known('authenticationType', row.authenticationType)),
    },
    { id: 'validity', header: 'domain.validity', width: 230, cell: (row) => <Days days={row.passwordValidityPeriodInDays} row={row} />, value: (row) => daysText(row.passwordValidityPeriodInDays, row) },
    { id: 'notice', header: 'domain.notice', width: 200, cell: (row) => <Days days={row.passwordNotificationWindowInDays} row={row} />, value: (row) => daysText(row.passwordNotificationWindowInDays, row) },
    { id: 'services', header: 'domain.services', width: 180, extra: true, cell: (row) => row.supportedServices.join(', ') || '–' },
  ],
  filters: [],
  actions: (row) => <PasswordPolicyButton row={row} />,
};

export function Domains() {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const action = (
    <Button appearance="primary" icon={<Key20Regular />} onClick={() => setAll(true)}>
      {t('domainPolicy.allButton')}
    </Button>
  );
  return (
    <>
      <TablePage spec={spec} action={action} />
      {all && <PolicyForAll onClose={() => setAll(false)} />}
    </>
  );
}
