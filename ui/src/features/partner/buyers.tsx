// A partner's customers in Partner Center, each with the way to what can be bought for it.
import { Button } from '@fluentui/react-components';
import { Cart20Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { goTo, hrefOf } from '../../app/route';
import type { TableSpec } from '../../components/table/spec';
import type { CustomerRow } from '../../gen/types';
import { i18next } from '../../i18n/i18n';

export const nameOf = (row: CustomerRow) => row.name ?? row.domain ?? row.id;

function Buy({ row }: { row: CustomerRow }) {
  const { t } = useTranslation();
  return (
    <Button size="small" appearance="primary" icon={<Cart20Regular />} onClick={() => goTo(hrefOf('purchase', { tab: 'partner-catalog', customer: row.id }))}>
      {t('partner.buyFor')}
    </Button>
  );
}

export const buyers: TableSpec<'customers'> = {
  collection: 'customers',
  title: 'screen.partner',
  empty: 'partner.noCustomers',
  search: true,
  order: 'name',
  name: nameOf,
  columns: [
    { id: 'name', header: 'partner.customer', width: 220, grow: 1.4, order: 'name', cell: nameOf },
    { id: 'domain', header: 'partner.domain', width: 240, grow: 1, cell: (row) => row.domain ?? '–' },
    { id: 'country', header: 'partner.country', width: 110, order: 'country', cell: (row) => row.country ?? i18next.t('value.unknown') },
    { id: 'relationship', header: 'partner.relationshipToPartner', width: 130, extra: true, cell: (row) => row.relationshipToPartner ?? '–' },
    { id: 'id', header: 'partner.tenantId', width: 290, extra: true, cell: (row) => row.id },
  ],
  filters: [{ column: 'country', label: 'partner.country' }],
  actions: (row) => <Buy row={row} />,
};
