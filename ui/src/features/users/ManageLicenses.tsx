// Give and take licences, and switch single apps of them on and off: the tenant's products for users.
import { makeStyles } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLicenses } from '../../components/products';
import type { LicenseRow, UserRow } from '../../gen/types';
import { compare } from '../../i18n/format';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { ProductChoice } from './ProductChoice';
import { nameOf } from './columns';
import { type Wishes, isInherited, present, presentBefore, wishesAsInput, wishesOf } from './licenseWishes';

const useStyles = makeStyles({
  list: { maxHeight: '44vh', overflowX: 'hidden', overflowY: 'auto', margin: '0 -8px' },
});

export function ManageLicenses({ row, replaces, onClose }: { row: UserRow; replaces?: Replaced; onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [wished, setWished] = useState<Wishes>(() => (replaces ? wishesOf(replaces.input) : {}));
  const has = useMemo(() => ({ ...present(row.licenses), ...(replaces ? presentBefore(replaces.changes) : {}) }), [row.licenses, replaces]);
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
      replaces={replaces}
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
