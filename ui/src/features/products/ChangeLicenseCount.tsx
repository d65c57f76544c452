// How many licenses of a subscription there should be. A person changes it on Microsoft's page; the Outbox shows how.
import { Button, Field, Input, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { Ribbon20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { useLicenses } from '../../components/products';
import type { SubscriptionRow } from '../../gen/types';
import { number } from '../../i18n/format';
import { countAsInput, countBefore, unassignFirst } from './licenseCount';

export function ChangeLicenseCountButton({ row }: { row: SubscriptionRow }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" appearance="primary" icon={<Ribbon20Regular />} onClick={() => setOpen(true)}>
        {t('action.licenseCount')}
      </Button>
      {open && <ChangeLicenseCount row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

export function ChangeLicenseCount({ row, replaces, onClose }: { row: SubscriptionRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const product = useLicenses()?.find((license) => license.row.skuId !== null && license.row.skuId === row.skuId)?.row;
  const now = countBefore(row, replaces?.changes ?? []);
  // What is assigned stands beside what was bought, not beside what was asked for.
  const pending = useCommand('show', { tenant: useTenant().id, collection: 'subscriptions', id: row.id }).data?.pending ?? [];
  const bought = countBefore(row, pending);
  const [count, setCount] = useState(String(replaces?.input.totalLicenses ?? now ?? ''));
  const input = countAsInput(count, now);
  const missing = input && product && bought !== null ? unassignFirst(product, input.totalLicenses - bought) : 0;
  return (
    <OperationDialog
      title={t('form.licenseCount', { name: row.name })}
      operation="change-license-count"
      id={row.id}
      input={input}
      fields={['totalLicenses']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p style={{ margin: 0 }}>{t('form.licenseCountText')}</p>
          <Field label={t('form.newLicenseCount')} hint={hint()} validationMessage={errorOf('totalLicenses')}>
            <Input type="number" min={1} step={1} value={count} onChange={(_, data) => setCount(data.value)} />
          </Field>
          {missing > 0 && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{t('form.unassignFirst', { count: missing })}</MessageBarBody>
            </MessageBar>
          )}
        </>
      )}
    </OperationDialog>
  );

  function hint() {
    const has = bought === null ? t('value.unknown') : number(bought);
    return product?.assigned == null ? t('form.licensesNow', { now: has }) : t('form.licensesNowAssigned', { now: has, assigned: product.assigned, name: product.name });
  }
}
