// What self-service password reset needs and how it stands here: licence, figures, the switch for administrators, Entra's page.
import { Button, Link, makeStyles, tokens } from '@fluentui/react-components';
import { Open16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useMicrosoftPage } from '../../components/useMicrosoftPage';
import { filterParams, hrefOf } from '../../app/route';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { AsOf } from '../../components/AsOf';
import { Fact, Facts } from '../../components/Facts';
import { Failure } from '../../components/Failure';
import { OperationDialog } from '../../components/OperationDialog';
import { useLicenses } from '../../components/products';
import { Sign } from '../../components/Sign';
import type { AuthorizationPolicyRow } from '../../gen/types';
import { list, number } from '../../i18n/format';
import { AllowedMethods } from './AllowedMethods';
import { PasswordResetScope } from './PasswordResetScope';
import { notRead } from './notRead';
import { premium } from './premium';

const useStyles = makeStyles({
  box: { padding: '0 24px 12px' },
  line: { display: 'inline-flex', alignItems: 'center', flexWrap: 'wrap', gap: '4px 12px' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export function Standing() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.box}>
      <Facts>
        <Fact name={t('reset.license')}>
          <License />
        </Fact>
        <Fact name={t('reset.figures')}>
          <Figures />
        </Fact>
        <Fact name={t('reset.users')}>
          <ForUsers />
        </Fact>
        <Fact name={t('allowed.methods')}>
          <AllowedMethods />
        </Fact>
        <Fact name={t('reset.administrators')}>
          <ForAdministrators />
        </Fact>
      </Facts>
    </div>
  );
}

function License() {
  const styles = useStyles();
  const { t } = useTranslation();
  const complete = useCollectionStatus('licenses')?.complete === true;
  const licenses = useLicenses();
  const buy = useMicrosoftPage('purchase');
  if (!complete || !licenses) return <Sign tone="unknown">{t('access.notRead')}</Sign>;
  const having = premium(licenses.map((one) => one.row));
  if (having.length > 0) return <Sign tone="ok">{t('reset.licensed', { products: list(having) })}</Sign>;
  return (
    <span className={styles.line}>
      <Sign tone="warning">{t('reset.unlicensed')}</Sign>
      {buy && (
        <Link href={buy} target="_blank" rel="noreferrer">
          {t('reset.buy')}
        </Link>
      )}
    </span>
  );
}

function Figures() {
  const styles = useStyles();
  const { t } = useTranslation();
  const status = useCollectionStatus('registration-details');
  const tenant = useTenant().id;
  const complete = status?.complete === true;
  const count = (filters: Record<string, string[]>) => ({ tenant, collection: 'registration-details', filters, limit: 1 });
  const all = useCommand('list', count({}), complete).data;
  const enabled = useCommand('list', count({ enabled: ['1'] }), complete).data?.total;
  const capable = useCommand('list', count({ capable: ['1'] }), complete).data?.total;
  const missing = useCommand('list', count({ enabled: ['1'], registered: ['0'] }), complete).data?.total;
  if (!complete) return <Sign tone="unknown">{notRead(status)}</Sign>;
  if (all?.total == null || enabled == null || capable == null || missing == null) return null;
  return (
    <span className={styles.line}>
      <span>{t('reset.counted', { all: number(all.total), enabled: number(enabled), capable: number(capable) })}</span>
      {missing > 0 && <Link href={hrefOf('password-reset', filterParams({ enabled: ['1'], registered: ['0'] }))}>{t('reset.missing', { count: missing })}</Link>}
      <AsOf at={all.asOf} />
    </span>
  );
}

function ForUsers() {
  const styles = useStyles();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const organization = useCommand('list', { tenant: useTenant().id, collection: 'organization', limit: 1 }).data?.items[0]?.id;
  return (
    <span className={styles.line}>
      <span>{t('reset.usersText')}</span>
      {organization && (
        <Button size="small" icon={<Open16Regular />} onClick={() => setOpen(true)}>
          {t('reset.change')}
        </Button>
      )}
      {open && organization && <PasswordResetScope id={organization} onClose={() => setOpen(false)} />}
    </span>
  );
}

function ForAdministrators() {
  const styles = useStyles();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const status = useCollectionStatus('authorization-policy');
  const policy = useCommand('list', { tenant: useTenant().id, collection: 'authorization-policy', limit: 1 }).data?.items[0];
  const on = (policy?.row as AuthorizationPolicyRow | undefined)?.allowedToUseSSPR ?? null;
  if (!policy || on === null) return status?.error ? <Failure error={status.error} /> : <Sign tone="unknown">{t('access.notRead')}</Sign>;
  return (
    <span className={styles.line}>
      <Sign tone={on ? 'ok' : 'off'}>{t(on ? 'reset.on' : 'reset.off')}</Sign>
      <span className={styles.quiet}>{t('reset.twoGates')}</span>
      <Button size="small" onClick={() => setOpen(true)}>
        {t(on ? 'reset.switchOff' : 'reset.switchOn')}
      </Button>
      {open && (
        <OperationDialog title={t('form.adminReset')} operation="update-authorization-policy" id={policy.id} input={{ allowedToUseSSPR: !on }} fields={[]} onClose={() => setOpen(false)}>
          {() => <p style={{ margin: 0 }}>{t('form.adminResetText')}</p>}
        </OperationDialog>
      )}
    </span>
  );
}
