// A line that is bought for a customer: how many, for what term. It is ordered with a person's word only, which the Outbox asks for.
import { Field, Input, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { CustomerRow, OfferTerm, PartnerCatalogRow } from '../../gen/types';
import { number } from '../../i18n/format';
import { nameOf } from '../partner/buyers';
import { termText } from './offers';

/** What is known of the item; of one that has left the catalogue only its name. */
type Item = Pick<PartnerCatalogRow, 'catalogItemId' | 'name'> & Partial<PartnerCatalogRow>;

interface Props {
  customer: CustomerRow;
  item: Item;
  replaces?: Replaced;
  onClose: () => void;
}

export function BuyForCustomer({ customer, item, replaces, onClose }: Props) {
  const { t } = useTranslation();
  const terms: OfferTerm[] = item.terms ?? [];
  const before = replaces?.input;
  const had = terms.findIndex((term) => term.termDuration === before?.termDuration && term.billingCycle === before.billingCycle);
  const [term, setTerm] = useState(Math.max(had, 0));
  const [text, setText] = useState(String(before?.quantity ?? '1'));
  const quantity = /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
  const chosen = terms[term] ?? (before?.termDuration && before.billingCycle ? { termDuration: before.termDuration, billingCycle: before.billingCycle } : {});
  const most = item.maximumQuantity ?? null;
  return (
    <OperationDialog
      title={t('purchase.forOf', { name: item.name, customer: nameOf(customer) })}
      operation="buy-for-customer"
      id={customer.id}
      input={quantity === null ? null : { catalogItemId: item.catalogItemId, friendlyName: item.name, quantity, ...chosen }}
      fields={['quantity', 'termDuration', 'billingCycle']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p style={{ margin: 0 }}>{t('partner.priceUnknown')}</p>
          <Field label={t('field.quantity')} hint={most === null ? undefined : t('purchase.quantityAtMost', { most: number(most) })} validationMessage={errorOf('quantity')}>
            <Input type="number" min={1} step={1} value={text} onChange={(_, data) => setText(data.value)} />
          </Field>
          <Field label={t('field.termDuration')} validationMessage={errorOf('termDuration') ?? errorOf('billingCycle')}>
            <Select value={term} disabled={terms.length === 0} onChange={(_, data) => setTerm(Number(data.value))}>
              {terms.length === 0 && <option value={0}>{t('purchase.termsUnknown')}</option>}
              {terms.map((one, place) => (
                <option key={termText(one)} value={place}>
                  {termText(one)}
                </option>
              ))}
            </Select>
          </Field>
        </>
      )}
    </OperationDialog>
  );
}

/** The same of a line that stands in the Outbox: what it can be had for is looked up in the catalogue. */
export function EditBuyForCustomer({ customer, replaces, onClose }: { customer: CustomerRow; replaces: Replaced; onClose: () => void }) {
  const { catalogItemId, friendlyName } = replaces.input as { catalogItemId: string; friendlyName?: string };
  const id = `${customer.country ?? ''}:${catalogItemId}`.toLowerCase();
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: 'partner-catalog', id });
  if (!data && !error) return null;
  const item = (data?.row as PartnerCatalogRow | undefined) ?? { catalogItemId, name: friendlyName ?? catalogItemId };
  return <BuyForCustomer customer={customer} item={item} replaces={replaces} onClose={onClose} />;
}
