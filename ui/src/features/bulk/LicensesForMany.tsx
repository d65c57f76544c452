// Licences for everyone selected: each product is given, taken away, or left as it is.
import { Dropdown, Option, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLicenses } from '../../components/products';
import type { LicenseRow, Selection } from '../../gen/types';
import { compare } from '../../i18n/format';
import { OperationForMany } from './OperationForMany';

const useStyles = makeStyles({
  list: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) max-content 150px', gap: '6px 12px', alignItems: 'center', maxHeight: '30vh', flexShrink: 0, overflowY: 'auto' },
  free: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', textAlign: 'right' },
  choice: { minWidth: 0 },
});

const choices = ['leave', 'give', 'take'] as const;
type Choice = (typeof choices)[number];

interface Props {
  title: string;
  of: Selection;
  onQueued: () => void;
  onClose: () => void;
}

export function LicensesForMany(props: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [wished, setWished] = useState<Record<string, Choice>>({});
  const products = (useLicenses() ?? [])
    .map((one) => one.row)
    .filter((one): one is LicenseRow & { skuId: string } => one.skuId !== null && one.appliesTo !== 'Company')
    .sort((left, right) => compare(left.name, right.name));
  const of = (choice: Choice) => Object.keys(wished).filter((id) => wished[id] === choice);
  const names: Record<Choice, string> = { leave: t('bulk.leave'), give: t('bulk.give'), take: t('bulk.take') };
  const input = of('give').length + of('take').length === 0 ? null : { addLicenses: of('give').map((skuId) => ({ skuId, disabledPlans: [] })), removeLicenses: of('take') };
  return (
    <OperationForMany {...props} operation="assign-licenses" input={input}>
      <div className={styles.list} role="group" aria-label={t('form.products')}>
        {products.map(({ skuId, name, available }) => {
          const choice = wished[skuId] ?? 'leave';
          return (
            <div key={skuId} style={{ display: 'contents' }}>
              <span>{name}</span>
              <span className={styles.free}>{available === null ? t('value.unknown') : t('license.free', { count: Math.max(0, available) })}</span>
              <Dropdown
                size="small"
                className={styles.choice}
                aria-label={name}
                value={names[choice]}
                selectedOptions={[choice]}
                onOptionSelect={(_, data) => setWished({ ...wished, [skuId]: (data.optionValue ?? 'leave') as Choice })}
              >
                {choices.map((one) => (
                  <Option key={one} value={one}>
                    {names[one]}
                  </Option>
                ))}
              </Dropdown>
            </div>
          );
        })}
      </div>
    </OperationForMany>
  );
}
