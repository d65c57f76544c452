// What a partner can buy for its customers, as Partner Center's catalogue of each country has it.
import { Button } from '@fluentui/react-components';
import { Cart20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TableSpec } from '../../components/table/spec';
import type { CustomerRow, OfferTerm, PartnerCatalogRow } from '../../gen/types';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { BuyForCustomer } from './BuyForCustomer';

export const termText = (term: OfferTerm) => i18next.t('purchase.term', { term: known('commitment', term.termDuration.toUpperCase()), billed: known('billingCycle', term.billingCycle.toLowerCase()) });

/** A trial is told before what it takes. */
function termsOf({ terms, isTrial }: PartnerCatalogRow): string {
  const trial = isTrial ? [i18next.t('purchase.trial')] : [];
  return terms.length === 0 && !isTrial ? i18next.t('value.unknown') : [...trial, ...terms.map(termText)].join(' · ');
}

function Actions({ row, customer }: { row: PartnerCatalogRow; customer: CustomerRow | null }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!customer) return <p style={{ margin: 0 }}>{t('purchase.choose')}</p>;
  return (
    <>
      <Button size="small" appearance="primary" icon={<Cart20Regular />} onClick={() => setOpen(true)}>
        {t('purchase.buy')}
      </Button>
      {open && <BuyForCustomer customer={customer} item={row} onClose={() => setOpen(false)} />}
    </>
  );
}

/** The list, for a customer or for nobody yet. */
export const offers = (customer: CustomerRow | null): TableSpec<'partner-catalog'> => ({
  collection: 'partner-catalog',
  title: 'screen.purchase',
  empty: 'purchase.emptyForCustomers',
  search: true,
  order: 'name',
  name: (row) => row.name,
  columns: [
    { id: 'name', header: 'license.product', width: 260, grow: 2, order: 'name', cell: (row) => row.name },
    { id: 'terms', header: 'purchase.terms', width: 260, grow: 1.6, cell: termsOf },
    { id: 'country', header: 'partner.country', width: 90, order: 'country', cell: (row) => row.country },
    { id: 'currency', header: 'purchase.currency', width: 90, cell: (row) => row.currency ?? i18next.t('value.unknown') },
    { id: 'segment', header: 'purchase.segment', width: 130, extra: true, cell: (row) => row.segment ?? '–' },
    { id: 'description', header: 'purchase.description', width: 260, extra: true, cell: (row) => row.description ?? '–' },
    { id: 'item', header: 'purchase.catalogItem', width: 290, extra: true, cell: (row) => row.catalogItemId },
  ],
  filters: [{ column: 'country', label: 'partner.country' }],
  actions: (row) => <Actions row={row} customer={customer} />,
});
