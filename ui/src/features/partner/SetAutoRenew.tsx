// Whether a customer's subscription renews by itself. It is the other of two things, so that there is nothing to edit later.
import { Switch } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import type { CustomerSubscriptionRow } from '../../gen/types';

export function SetAutoRenew({ row, onClose }: { row: CustomerSubscriptionRow; onClose: () => void }) {
  const { t } = useTranslation();
  const [on, setOn] = useState(row.autoRenewEnabled !== true);
  return (
    <OperationDialog
      title={t('partner.renewOf', { name: row.name, customer: row.customerName ?? row.customerId })}
      operation="set-auto-renew"
      id={row.id}
      input={on === row.autoRenewEnabled ? null : { autoRenewEnabled: on }}
      fields={[]}
      onClose={onClose}
    >
      {() => (
        <>
          <p style={{ margin: 0 }}>{t('partner.priceUnknown')}</p>
          <Switch label={t('partner.renewItself')} checked={on} onChange={(_, data) => setOn(data.checked)} />
        </>
      )}
    </OperationDialog>
  );
}
