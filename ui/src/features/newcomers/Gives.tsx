// What a template gives besides properties of the user: licences with how many are free, groups, a manager.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useGroupNames } from '../../components/groups';
import { PersonName } from '../../components/PersonName';
import { useLicenses } from '../../components/products';
import type { UserTemplate } from '../../gen/types';

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: '18px' },
  free: { color: tokens.colorNeutralForeground3 },
});

/** Whether it gives anything of the sort. */
export function givesMore(template: UserTemplate): boolean {
  return template.licenses.length + template.groups.length > 0 || template.manager !== undefined;
}

export function Gives({ template }: { template: UserTemplate }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const groupName = useGroupNames();
  const licenses = useLicenses() ?? [];
  const product = (skuId: string) => licenses.find((one) => one.row.skuId?.toLowerCase() === skuId.toLowerCase())?.row;
  return (
    <ul className={styles.list}>
      {template.licenses.map(({ skuId }) => {
        const row = product(skuId);
        return (
          <li key={skuId}>
            {row?.name ?? skuId} {row && <span className={styles.free}>({row.available === null ? t('value.unknown') : t('license.free', { count: Math.max(0, row.available) })})</span>}
          </li>
        );
      })}
      {template.groups.map((id) => (
        <li key={id}>{t('userTemplate.group', { name: groupName(id) })}</li>
      ))}
      {template.manager !== undefined && (
        <li>
          {t('userTemplate.manager', { name: '' })}
          <PersonName id={template.manager} />
        </li>
      )}
    </ul>
  );
}
