// Which methods the tenant allows, and to whom; whether the same count for resetting a password, and whether people are asked to register.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { Sign } from '../../components/Sign';
import type { AllowedMethod, AuthenticationMethodsPolicyRow, GroupRow } from '../../gen/types';
import { list } from '../../i18n/format';
import { known } from '../../i18n/known';

const useStyles = makeStyles({
  box: { display: 'flex', flexWrap: 'wrap', gap: '2px 16px' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const EVERYBODY = 'all_users';

export function AllowedMethods() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const status = useCollectionStatus('authentication-methods-policy');
  const policy = useCommand('list', { tenant, collection: 'authentication-methods-policy', limit: 1 }).data?.items[0]?.row as AuthenticationMethodsPolicyRow | undefined;
  if (!policy?.methods) return status?.error ? <Failure error={status.error} /> : <Sign tone="unknown">{t('access.notRead')}</Sign>;
  const on = policy.methods.filter((one) => one.state === 'enabled');
  const off = policy.methods.filter((one) => one.state !== 'enabled');
  const { campaign } = policy;
  return (
    <div className={styles.box}>
      {[...alike(on)].map(([whom, methods]) => (
        <Methods key={whom} methods={methods} />
      ))}
      {off.length > 0 && <span className={styles.quiet}>{t('allowed.off', { methods: list(off.map((one) => known('allowedMethod', one.id))) })}</span>}
      <span className={styles.quiet}>{known('policyMigration', policy.policyMigrationState ?? 'unknown')}</span>
      {campaign && <span className={styles.quiet}>{t('allowed.campaign', { state: known('campaign', campaign.state ?? 'unknown') })}</span>}
    </div>
  );
}

/** Methods that the same people may use stand together. */
function alike(methods: AllowedMethod[]): Map<string, AllowedMethod[]> {
  const groups = new Map<string, AllowedMethod[]>();
  for (const one of methods) {
    const whom = JSON.stringify([one.includeTargets, one.excludeTargets]);
    groups.set(whom, [...(groups.get(whom) ?? []), one]);
  }
  return groups;
}

function Methods({ methods }: { methods: AllowedMethod[] }) {
  const { t } = useTranslation();
  const include = useGroupNames(methods[0]?.includeTargets ?? []);
  const exclude = useGroupNames(methods[0]?.excludeTargets ?? []);
  const whom = include.length === 0 ? t('allowed.nobody') : list(include);
  const name = list(methods.map((one) => known('allowedMethod', one.id)));
  return <span>{exclude.length === 0 ? t('allowed.to', { name, whom }) : t('allowed.toExcept', { name, whom, except: list(exclude) })}</span>;
}

/** Groups by name; one that is not mirrored goes by its id. */
function useGroupNames(ids: string[]): string[] {
  const { t } = useTranslation();
  const few = useCommand('list', { tenant: useTenant().id, collection: 'groups', order: 'name', limit: 1000 }, ids.some((id) => id !== EVERYBODY));
  const rows = (few.data?.items ?? []).map((item) => item.row as GroupRow);
  return ids.map((id) => (id === EVERYBODY ? t('allowed.everybody') : (rows.find((row) => row.id === id)?.displayName ?? id)));
}
