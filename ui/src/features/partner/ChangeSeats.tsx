// How many seats a customer's subscription should have. It is sent with a person's word only, which the Outbox asks for.
import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { CustomerSubscriptionRow } from '../../gen/types';
import { date, number } from '../../i18n/format';

export function ChangeSeats({ row, replaces, onClose }: { row: CustomerSubscriptionRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const [seats, setSeats] = useState(String(replaces?.input.quantity ?? row.quantity ?? ''));
  const quantity = /^\d{1,9}$/.test(seats.trim()) ? Number(seats) : null;
  const now = row.quantity === null ? t('value.unknown') : number(row.quantity);
  const until = row.reduceUntil === null ? t('partner.seatsUntilUnknown') : t('partner.seatsUntil', { date: date(row.reduceUntil) });
  return (
    <OperationDialog
      title={t('partner.seatsOf', { name: row.name, customer: row.customerName ?? row.customerId })}
      operation="change-seats"
      id={row.id}
      input={quantity === null || (!replaces && quantity === row.quantity) ? null : { quantity }}
      fields={['quantity']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p style={{ margin: 0 }}>{t('partner.priceUnknown')}</p>
          <Field label={t('partner.seatsNew')} hint={`${t('partner.seatsNow', { now })}. ${until}`} validationMessage={errorOf('quantity')}>
            <Input type="number" min={1} step={1} value={seats} onChange={(_, data) => setSeats(data.value)} />
          </Field>
        </>
      )}
    </OperationDialog>
  );
}
