// Give and take licences, and switch single apps of them on and off: the tenant's products for users.
import { makeStyles } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLicenses } from '../../components/products';
import type { LicenseRow, UserRow } from '../../gen/types';
import { compare } from '../../i18n/format';
import { OperationDialog } from './OperationDialog';
import { ProductChoice } from './ProductChoice';
import { nameOf } from './columns';
import { type Wishes, isInherited, present, wishesAsInput } from './licenseWishes';

const useStyles = makeStyles({
  list: { maxHeight: '44vh', overflowY: 'auto', margin: '0 -8px' },
});

export function ManageLicenses({ row, onClose }: { row: UserRow; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [wished, setWished] = useState<Wishes>({});
  const has = useMemo(() => present(row.licenses), [row.licenses]);
  const products = (useLicenses() ?? [])
    .map((one) => one.row)
    .filter((one): one is LicenseRow & { skuId: string } => one.skuId !== null && one.appliesTo !== 'Company')
    .sort((left, right) => compare(left.name, right.name));
  return (
    <OperationDialog
      title={t('form.licenses', { name: nameOf(row) })}
      operation="assign-licenses"
      id={row.id}
      input={wishesAsInput(has, wished)}
      fields={[]}
      onClose={onClose}
    >
      {() => (
        <div className={styles.list} role="group" aria-label={t('form.products')}>
          {products.map((product) => {
            const id = product.skuId.toLowerCase();
            return (
              <ProductChoice
                key={id}
                product={product}
                had={has[id] ?? null}
                off={(id in wished ? wished[id] : has[id]) ?? null}
                inherited={isInherited(row.licenses, id)}
                onChange={(off) => setWished({ ...wished, [id]: off })}
              />
            );
          })}
        </div>
      )}
    </OperationDialog>
  );
}
