// The roles of one person, with what gives and takes them.
import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import { ShieldAdd20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../app/query';
import { hrefOf } from '../../app/route';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { Failure } from '../../components/Failure';
import { RoleName } from '../../components/RoleName';
import type { UserRow } from '../../gen/types';
import { nameOf } from '../users/columns';
import { AssignRole } from './AssignRole';
import { RemoveRoleButton } from './RemoveRole';
import { WHOLE, scopeText } from './scope';

const useStyles = makeStyles({
  heading: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', margin: '24px 0 4px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  one: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', columnGap: '12px', padding: '6px 0', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3 },
});

export function RolesOfUser({ row }: { row: UserRow }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [giving, setGiving] = useState(false);
  const status = useCollectionStatus('roles');
  const roles = usePages({ tenant: useTenant().id, collection: 'roles', filters: { principal: [row.id.toLowerCase()] } });
  // Not those of the person who was shown before.
  const held = roles.isPlaceholderData ? undefined : roles.data?.items;
  return (
    <section aria-labelledby="roles-of-user">
      <h3 className={styles.heading}>
        <span id="roles-of-user">{t('screen.roles')}</span>
        <Button size="small" icon={<ShieldAdd20Regular />} onClick={() => setGiving(true)}>
          {t('role.assign')}
        </Button>
      </h3>
      {status?.error && status.error.code !== 'offline' && <Failure error={status.error} />}
      {held?.length === 0 && <p className={styles.quiet}>{status?.complete ? t('role.noneOfUser') : t('access.notRead')}</p>}
      <ul className={styles.list}>
        {held?.map(({ id, row: one }) => (
          <li key={id} className={styles.one}>
            <span>
              <Link href={hrefOf('roles', { id })}><RoleName role={one.role} /></Link>
              {one.directoryScopeId !== WHOLE && ` – ${scopeText(one.directoryScopeId)}`}
            </span>
            {one.roleDefinitionId !== null && <RemoveRoleButton user={row.id} name={nameOf(row)} role={one.role} definition={one.roleDefinitionId} scope={one.directoryScopeId} />}
          </li>
        ))}
      </ul>
      {giving && <AssignRole user={row.id} name={nameOf(row)} onClose={() => setGiving(false)} />}
    </section>
  );
}
