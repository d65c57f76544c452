// How many may do everything, beside what Microsoft advises: two to four, so that one can be away and few can be robbed.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { filterParams, hrefOf } from '../../app/route';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { Sign } from '../../components/Sign';

/** The name stands so in every tenant: core takes it from the role's id. */
const GLOBAL = 'Global Administrator';
const ADVISED = { least: 2, most: 4 };

const useStyles = makeStyles({ line: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', columnGap: '12px', padding: '0 24px 10px', color: tokens.colorNeutralForeground2 } });

export function GlobalAdministrators() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const complete = useCollectionStatus('roles')?.complete === true;
  const count = useCommand('list', { tenant, collection: 'roles', filters: { role: [GLOBAL] }, limit: 1 }, complete).data?.total;
  if (!complete || count == null) return null;
  const sound = count >= ADVISED.least && count <= ADVISED.most;
  return (
    <div className={styles.line}>
      <Sign tone={sound ? 'ok' : 'warning'}>{t('role.globals', { count })}</Sign>
      <span>{t(sound ? 'role.globalsSound' : count < ADVISED.least ? 'role.globalsFew' : 'role.globalsMany')}</span>
      <Link href={hrefOf('roles', filterParams({ role: [GLOBAL] }))}>{t('role.globalsShow')}</Link>
    </div>
  );
}
