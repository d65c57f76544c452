// What the account that is signed in may do here: who it is, its roles and permissions, and each kind of change with what it lacks.
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Fact, Facts } from '../../components/Facts';
import { Failure } from '../../components/Failure';
import { roleNames } from '../../components/RoleName';
import { Loading } from '../../components/table/ListState';
import type { CollectionStatus, Access as Told } from '../../gen/types';
import { ChangeApp } from '../sign-in/ChangeApp';
import { howOf } from '../sign-in/SignInAgain';
import { AdminCenters } from './AdminCenters';
import { MayDoTable } from './MayDoTable';
import { MayReadTable } from './MayReadTable';

const useStyles = makeStyles({
  page: { overflowY: 'auto', padding: '28px 32px 40px' },
  inner: { maxWidth: '1060px', display: 'flex', flexDirection: 'column', rowGap: '28px' },
  head: { display: 'flex', alignItems: 'baseline', justifyContent: 'space-between', columnGap: '16px' },
  title: { margin: 0, fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700, fontWeight: tokens.fontWeightSemibold },
  heading: { margin: '0 0 4px', fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  quiet: { margin: '0 0 8px', maxWidth: '720px', color: tokens.colorNeutralForeground3 },
});

export function Access() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tenant = useTenant();
  const { data, error } = useCommand('access', { tenant: tenant.id });
  const collections = useCommand('status', { tenant: tenant.id }).data?.collections ?? [];
  const roles = collections.find((one) => one.collection === 'roles');
  return (
    // It scrolls and may hold nothing that takes the focus: the keyboard scrolls it all the same.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.page} role="region" aria-label={t('screen.access')} tabIndex={0}>
      <div className={styles.inner}>
        <header className={styles.head}>
          <h1 className={styles.title}>{t('screen.access')}</h1>
          {roles && <AsOf at={roles.asOf} />}
        </header>
        {error && <Failure error={error} />}
        {!data && !error && <Loading />}
        {data && (
          <>
            <section>
              <h2 className={styles.heading}>{t('access.account')}</h2>
              <Standing access={data} assignments={roles} />
            </section>
            <section>
              <h2 className={styles.heading}>{t('access.changes')}</h2>
              <p className={styles.quiet}>{t('access.lastWord')}</p>
              <MayDoTable operations={data.operations} />
            </section>
            <section>
              <h2 className={styles.heading}>{t('access.reading')}</h2>
              <MayReadTable reading={data.reading} collections={collections} />
            </section>
            <section>
              <h2 className={styles.heading}>{t('access.centers')}</h2>
              <p className={styles.quiet}>{t('access.centersText')}</p>
              <AdminCenters />
            </section>
          </>
        )}
      </div>
    </div>
  );
}

function Standing({ access, assignments }: { access: Told; assignments: CollectionStatus | undefined }) {
  const { t } = useTranslation();
  const tenant = useTenant();
  const shared = useCommand('state', {}).data?.sharedApp;
  const [changing, setChanging] = useState(false);
  const { account, roles, rolesInPart, scopes } = access;
  const application = access.auth === 'client-secret' || access.auth === 'client-certificate';
  const read = assignments?.complete ? t('access.rolesElsewhere') : t('access.notRead');
  const unknown = assignments?.error?.code === 'denied' ? t('access.rolesDenied') : read;
  const held: ReactNode = roles === null ? (application ? t('access.application') : unknown) : roles.length === 0 ? t('access.noRole') : roleNames(...roles);
  return (
    <Facts>
      <Fact name={t('access.signedInAs')}>{application ? t('access.anApplication') : (account?.userPrincipalName ?? account?.displayName ?? account?.id)}</Fact>
      <Fact name={t('access.roles')}>
        {held}
        {access.isGlobalAdministrator && <> – {t('access.global')}</>}
      </Fact>
      {rolesInPart.length > 0 && <Fact name={t('access.rolesInPart')}>{roleNames(...rolesInPart)}</Fact>}
      {tenant.clientId !== null && (
        <Fact name={t('signIn.app')}>
          {tenant.clientId === shared ? t('signIn.shared') : tenant.clientId}
          {howOf(tenant) && (
            <>
              {' '}
              <Link as="button" onClick={() => setChanging(true)}>
                {t('access.changeApp')}
              </Link>
            </>
          )}
          {changing && <ChangeApp onClose={() => setChanging(false)} />}
        </Fact>
      )}
      <Fact name={t('access.permissions')}>{scopes === null ? t('access.scopesUnknown') : scopes.join(', ')}</Fact>
    </Facts>
  );
}
