// Give licences to a user or a group and take them away, and switch single apps of them on and off: the tenant's products for users.
import { makeStyles } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLicenses } from '../../components/products';
import type { LicenseRow } from '../../gen/types';
import { compare } from '../../i18n/format';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import { ProductChoice } from './ProductChoice';
import { type Owned, type Wishes, isInherited, present, presentBefore, wishesAsInput, wishesOf } from './licenseWishes';

const useStyles = makeStyles({
  list: { maxHeight: '44vh', overflowX: 'hidden', overflowY: 'auto', margin: '0 -8px' },
});

interface Props {
  operation: 'assign-licenses' | 'assign-group-licenses';
  id: string;
  title: string;
  licenses: Owned[];
  replaces?: Replaced;
  onClose: () => void;
}

export function ManageLicenses({ operation, id, title, licenses, replaces, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [wished, setWished] = useState<Wishes>(() => (replaces ? wishesOf(replaces.input) : {}));
  const has = useMemo(() => ({ ...present(licenses), ...(replaces ? presentBefore(replaces.changes) : {}) }), [licenses, replaces]);
  const products = (useLicenses() ?? [])
    .map((one) => one.row)
    .filter((one): one is LicenseRow & { skuId: string } => one.skuId !== null && one.appliesTo !== 'Company')
    .sort((left, right) => compare(left.name, right.name));
  return (
    <OperationDialog
      title={title}
      operation={operation}
      id={id}
      input={wishesAsInput(has, wished)}
      fields={[]}
      replaces={replaces}
      onClose={onClose}
    >
      {() => (
        <div className={styles.list} role="group" aria-label={t('form.products')}>
          {products.map((product) => {
            const skuId = product.skuId.toLowerCase();
            return (
              <ProductChoice
                key={skuId}
                product={product}
                had={has[skuId] ?? null}
                off={(skuId in wished ? wished[skuId] : has[skuId]) ?? null}
                inherited={isInherited(licenses, skuId)}
                onChange={(off) => setWished({ ...wished, [skuId]: off })}
              />
            );
          })}
        </div>
      )}
    </OperationDialog>
  );
}
