// The licences of one person, how each came and which of its apps are on; and what groups were to give and could not.
import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowRepeatAll20Regular } from '@fluentui/react-icons';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '../../app/route';
import { LicenseError } from '../../components/LicenseError';
import { useGroupNames } from '../../components/groups';
import { useLicenses, useProductNames } from '../../components/products';
import type { LicenseOfUser, UserRow } from '../../gen/types';
import { list } from '../../i18n/format';
import { known } from '../../i18n/known';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '12px 0 0', padding: 0 },
  one: { padding: '8px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  how: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  again: { marginTop: '16px' },
});

export function LicensesTab({ row, onReprocess }: { row: UserRow; onReprocess: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const all = [...row.licenses, ...row.failedLicenses];
  if (all.length === 0) return <p>{t('user.noLicenses')}</p>;
  return (
    <>
      <ul className={styles.list}>
        {all.map((one, index) => (
          <li key={index} className={styles.one}>
            <div>{one.name}</div>
            <How one={one} />
            <Apps one={one} failed={index >= row.licenses.length} />
            {one.error && <LicenseError error={one.error} />}
          </li>
        ))}
      </ul>
      {all.some((one) => one.assignedByGroup !== null) && (
        <Button size="small" className={styles.again} icon={<ArrowRepeatAll20Regular />} onClick={onReprocess}>
          {t('action.reprocess')}
        </Button>
      )}
    </>
  );
}

function How({ one }: { one: LicenseOfUser }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const groups = useGroupNames();
  return (
    <div className={styles.how}>
      {one.assignedByGroup === null ? t('user.direct') : <Link href={hrefOf('groups', { id: one.assignedByGroup })}>{t('license.byGroupNamed', { group: groups(one.assignedByGroup) })}</Link>}
      {one.state && ` · ${known('licenseState', one.state)}`}
    </div>
  );
}

/** Which apps are on, by the product that the tenant has. What is not given has none. */
function Apps({ one, failed }: { one: LicenseOfUser; failed: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const names = useProductNames();
  const product = useLicenses()?.find(({ row }) => row.skuId?.toLowerCase() === one.skuId.toLowerCase())?.row;
  const plans = product?.servicePlans.filter((plan) => plan.appliesTo !== 'Company') ?? [];
  if (failed || plans.length === 0) return null;
  const off = one.disabledPlans.map((id) => names.get(id.toLowerCase()) ?? id);
  return (
    <div className={styles.how}>
      {t('license.appsOn', { on: plans.length - off.length, of: plans.length })}
      {off.length > 0 && ` · ${t('license.appsOff', { apps: list(off) })}`}
    </div>
  );
}
