// Give and take licences: the tenant's products for users, each with its free seats.
import { Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLicenses } from '../../components/products';
import type { AssignLicenses, LicenseRow, UserRow } from '../../gen/types';
import { compare } from '../../i18n/format';
import { OperationDialog } from './OperationDialog';
import { nameOf } from './columns';

const useStyles = makeStyles({
  list: { maxHeight: '40vh', overflowY: 'auto', margin: '0 -8px' },
  one: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  free: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', paddingRight: '8px', whiteSpace: 'nowrap' },
  none: { color: tokens.colorStatusDangerForeground1, fontVariantNumeric: 'tabular-nums', paddingRight: '8px', whiteSpace: 'nowrap' },
});

export function ManageLicenses({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [wished, setWished] = useState<Record<string, boolean>>({});
  const has = new Set(row.licenses.map((one) => one.skuId.toLowerCase()));
  const products = (useLicenses() ?? [])
    .map((one) => one.row)
    .filter((one): one is LicenseRow & { skuId: string } => one.skuId !== null && one.appliesTo !== 'Company')
    .sort((left, right) => compare(left.name, right.name));
  const touched = products.filter(({ skuId }) => skuId in wished && wished[skuId] !== has.has(skuId.toLowerCase()));
  const input: AssignLicenses = {
    addLicenses: touched.filter(({ skuId }) => wished[skuId]).map(({ skuId }) => ({ skuId, disabledPlans: [] })),
    removeLicenses: touched.filter(({ skuId }) => !wished[skuId]).map(({ skuId }) => skuId),
  };
  return (
    <OperationDialog
      title={t('form.licenses', { name: nameOf(row) })}
      operation="assign-licenses"
      id={row.id}
      input={touched.length > 0 ? input : null}
      fields={[]}
      onClose={onClose}
    >
      {() => (
        <div className={styles.list} role="group" aria-label={t('form.products')}>
          {products.map(({ skuId, name, available }) => (
            <div key={skuId} className={styles.one}>
              <Checkbox
                label={name}
                checked={wished[skuId] ?? has.has(skuId.toLowerCase())}
                onChange={(_, data) => setWished({ ...wished, [skuId]: data.checked === true })}
              />
              <span className={available !== null && available <= 0 ? styles.none : styles.free}>
                {available === null ? t('value.unknown') : t('license.free', { count: Math.max(0, available) })}
              </span>
            </div>
          ))}
        </div>
      )}
    </OperationDialog>
  );
}
