// Purchase services: what there is to buy, what the tenant has of it already, and the basket. Microsoft's page has prices and terms.
// A partner also buys for its customers.
import { Badge, Button, CounterBadge, Tab, TabList } from '@fluentui/react-components';
import { Cart20Regular, Payment20Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { goInstead, hrefOf, useRoute } from '../../app/route';
import { useTenant } from '../../app/tenant';
import { TablePage } from '../../components/table/TablePage';
import type { TableSpec } from '../../components/table/spec';
import type { CatalogRow } from '../../gen/types';
import { number } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { Basket } from './Basket';
import { PurchaseForCustomer } from './PurchaseForCustomer';
import { PurchaseLicenses } from './PurchaseLicenses';
import { useBasket } from './useBasket';

function Name({ row }: { row: CatalogRow }) {
  const { t } = useTranslation();
  return (
    <>
      {row.name}{' '}
      {(row.totalLicenses ?? 0) > 0 && (
        <Badge size="small" appearance="tint" color="brand">
          {t('purchase.yours')}
        </Badge>
      )}
    </>
  );
}

function Actions({ row }: { row: CatalogRow }) {
  const { t } = useTranslation();
  const { add, busy } = useBasket();
  const [open, setOpen] = useState(false);
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
      <Button size="small" appearance="primary" icon={<Payment20Regular />} onClick={() => setOpen(true)}>
        {t('purchase.buy')}
      </Button>
      <Button size="small" icon={<Cart20Regular />} disabled={busy} onClick={() => add(row.id)}>
        {t('purchase.add')}
      </Button>
      {open && <PurchaseLicenses row={row} onClose={() => setOpen(false)} />}
    </div>
  );
}

const spec: TableSpec<'catalog'> = {
  collection: 'catalog',
  title: 'screen.purchase',
  empty: 'purchase.empty',
  search: true,
  order: 'name',
  name: (row) => row.name,
  columns: [
    { id: 'name', header: 'license.product', width: 320, grow: 2.4, order: 'name', cell: (row) => <Name row={row} />, value: (row) => row.name },
    {
      id: 'licenses',
      header: 'purchase.has',
      width: 180,
      grow: 0.6,
      end: true,
      order: 'licenses',
      cell: (row) => (row.totalLicenses === null ? i18next.t('value.unknown') : number(row.totalLicenses)),
      value: (row) => row.totalLicenses,
    },
    { id: 'part', header: 'purchase.partNumber', width: 240, cell: (row) => row.skuPartNumber ?? '–' },
    { id: 'id', header: 'purchase.skuId', width: 290, extra: true, cell: (row) => row.id },
  ],
  filters: [
    {
      column: 'owned',
      label: 'purchase.has',
      options: [
        { value: '1', label: 'purchase.yours' },
        { value: '0', label: 'purchase.notYours' },
      ],
    },
  ],
  actions: (row) => <Actions row={row} />,
};

export function Purchase() {
  const { t } = useTranslation();
  const { tab } = useRoute().params;
  const buyers = useCommand('list', { tenant: useTenant().id, collection: 'customers', limit: 1 }).data?.items.length ?? 0;
  const forCustomer = tab === 'partner-catalog';
  // Whoever has no customers has nothing to choose between.
  const tabs = (buyers > 0 || forCustomer) && (
    <TabList style={{ marginLeft: -10 }} selectedValue={forCustomer ? 'partner-catalog' : 'catalog'} onTabSelect={(_, picked) => goInstead(hrefOf('purchase', { tab: String(picked.value) }))}>
      <Tab value="catalog">{t('purchase.own')}</Tab>
      <Tab value="partner-catalog">{t('purchase.forCustomer')}</Tab>
    </TabList>
  );
  return forCustomer ? <PurchaseForCustomer tabs={tabs} /> : <Own tabs={tabs} />;
}

function Own({ tabs }: { tabs: ReactNode }) {
  const { t } = useTranslation();
  const { lines } = useBasket();
  const [open, setOpen] = useState(false);
  return (
    <>
      <TablePage
        spec={spec}
        note={
          <div style={{ margin: '0 24px 10px', maxWidth: 860 }}>
            {tabs}
            <p style={{ margin: 0 }}>{t('purchase.text')}</p>
          </div>
        }
        action={
          <Button icon={<Cart20Regular />} onClick={() => setOpen(true)}>
            {t('purchase.basket')}&nbsp;
            <CounterBadge size="small" count={lines.length} color="informative" showZero />
          </Button>
        }
      />
      {open && <Basket onClose={() => setOpen(false)} />}
    </>
  );
}
