// The last day on which seats can be taken back, or why it is not known.
import { Trans, useTranslation } from 'react-i18next';
import { When } from '../../components/When';
import type { Renewal } from '../../gen/types';

export function Reduce({ row }: { row: Renewal }) {
  const { t } = useTranslation();
  if (row.reduceUntil === null) return <>{t(row.soldBy === null ? 'renewal.notTold' : 'renewal.askPartner')}</>;
  return (
    <span title={t('renewal.partnerIs', { id: row.soldBy })}>
      <Trans i18nKey={row.reduce === 'partner-now' ? 'renewal.partnerNow' : 'renewal.partnerAfter'} components={{ when: <When at={row.reduceUntil} as="date" /> }} />
    </span>
  );
}
