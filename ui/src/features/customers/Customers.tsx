// A partner's customers, as Microsoft names them: each can be connected as a tenant of its own.
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarBody, Spinner, makeStyles } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { Failure } from '../../components/Failure';
import { useReturnFocus } from '../../components/useReturnFocus';
import type { Customer, TenantInfo } from '../../gen/types';
import { compare } from '../../i18n/format';
import { useSignInAgain } from '../sign-in/SignInAgain';
import { CustomerRow } from './CustomerRow';

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', rowGap: '12px', overflowX: 'hidden', minHeight: '120px', '& > *': { flexShrink: 0 } },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  text: { margin: 0 },
  spinner: { justifyContent: 'start' },
  button: { whiteSpace: 'nowrap' },
});

interface Props {
  partner: TenantInfo;
  tenants: TenantInfo[];
  onTenant: (id: string) => void;
  onClose: () => void;
}

export function Customers({ partner, tenants, onTenant, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  useReturnFocus();
  const { data, error, isFetching, refetch } = useCommand('customers', { tenant: partner.id });
  const leave = useSignInAgain(partner, 'customers');
  const asking = Boolean(leave.dialog);
  // Only what was not allowed is asked for: a role is given elsewhere.
  const mayAsk = error?.code === 'denied' && leave.start;
  const intent = error?.code === 'denied' ? 'info' : error?.code === 'role-missing' ? 'warning' : 'error';
  const asked = useRef(asking);
  useEffect(() => {
    if (asked.current && !asking) void refetch();
    asked.current = asking;
  }, [asking, refetch]);
  if (leave.dialog) return leave.dialog;
  return (
    <Dialog open onOpenChange={(_, change) => !change.open && onClose()}>
      <DialogSurface style={{ maxWidth: 680 }}>
        <DialogBody>
          <DialogTitle>{t('customers.title', { name: partner.name })}</DialogTitle>
          <DialogContent className={styles.content}>
            {isFetching && !data && <Spinner className={styles.spinner} size="tiny" label={t('customers.asking')} />}
            {error && !isFetching && (
              <div role="alert">
                <MessageBar intent={intent} layout="multiline">
                  <MessageBarBody>{error.code === 'denied' ? t('customers.leave') : <Failure error={error} />}</MessageBarBody>
                </MessageBar>
              </div>
            )}
            {data && !error && <List customers={data} partner={partner} tenants={tenants} onTenant={onTenant} />}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{t('action.close')}</Button>
            {mayAsk && (
              <Button className={styles.button} appearance="primary" onClick={mayAsk}>
                {t('customers.allow')}
              </Button>
            )}
            {error && error.code !== 'denied' && (
              <Button className={styles.button} appearance="primary" disabled={isFetching} onClick={() => void refetch()}>
                {t('signIn.tryAgain')}
              </Button>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function List({ customers, partner, tenants, onTenant }: { customers: Customer[] } & Omit<Props, 'onClose'>) {
  const styles = useStyles();
  const { t } = useTranslation();
  const inNameOrder = customers.toSorted((left, right) => compare(left.name, right.name));
  if (customers.length === 0) return <p className={styles.text}>{t('customers.none')}</p>;
  return (
    <>
      <p className={styles.text}>{t('customers.each')}</p>
      <ul className={styles.list} aria-label={t('customers.list')}>
        {inNameOrder.map((one) => (
          <CustomerRow key={one.tenantId} customer={one} partner={partner} as={tenants.find((tenant) => tenant.id === one.connected)} onTenant={onTenant} />
        ))}
      </ul>
    </>
  );
}
