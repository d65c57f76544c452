// How many licenses of a product to buy. A person buys them on Microsoft's page; the Outbox shows how, and sees when it is done.
import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { CatalogRow } from '../../gen/types';
import { number } from '../../i18n/format';

export function PurchaseLicenses({ row, replaces, onClose }: { row: CatalogRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(String(replaces?.input.quantity ?? '1'));
  const quantity = /^-?\d+$/.test(text.trim()) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
  return (
    <OperationDialog
      title={t('purchase.buyOf', { name: row.name })}
      operation="purchase-licenses"
      id={row.id}
      input={quantity === null ? null : { quantity }}
      fields={['quantity']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p style={{ margin: 0 }}>{t('purchase.buyText')}</p>
          <Field
            label={t('field.quantity')}
            hint={t('form.licensesNow', { now: row.totalLicenses === null ? t('value.unknown') : number(row.totalLicenses) })}
            validationMessage={errorOf('quantity')}
          >
            <Input type="number" min={1} step={1} value={text} onChange={(_, data) => setText(data.value)} />
          </Field>
        </>
      )}
    </OperationDialog>
  );
}
