// One customer: what it delegates and until when, and the way to connect it or to the tenant that it is already.
import { Button, Field, Input, Link, MessageBar, MessageBarBody, MessageBarTitle, Spinner, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../app/query';
import { FailureDetail } from '../../components/Failure';
import { roleNames } from '../../components/RoleName';
import { When } from '../../components/When';
import { connectCustomer } from '../../gen/commands';
import type { Customer, TenantInfo } from '../../gen/types';

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 260px', gap: '4px 16px', padding: '10px 4px', borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  form: { display: 'flex', alignItems: 'start', columnGap: '8px' },
  field: { flexGrow: 1, minWidth: 0, '& input': { minWidth: 0 } },
  error: { gridColumn: '1 / -1' },
});

interface Props {
  customer: Customer;
  partner: TenantInfo;
  /** The tenant that it is connected as. */
  as: TenantInfo | undefined;
  onTenant: (id: string) => void;
}

export function CustomerRow({ customer: { tenantId, name, roles, ends }, partner, as, onTenant }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [called, setCalled] = useState(name);
  const connecting = useMutation({
    mutationFn: () => connectCustomer({ partner: partner.id, tenantId, name: called.trim() }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['state'] }),
  });
  const { error, isPending, isSuccess } = connecting;
  const taken = error?.code === 'tenant-exists';
  // The form goes when the customer is connected: whoever still stood in it stands at what came in its place.
  const link = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (as && isSuccess && document.activeElement === document.body) link.current?.focus();
  }, [as, isSuccess]);
  return (
    <li className={styles.row}>
      <div>
        <div className={styles.name}>{name}</div>
        <div className={styles.quiet}>{roles.length === 0 ? t('customers.ended') : roleNames(...roles)}</div>
        {ends !== null && (
          <div className={styles.quiet}>
            {t('customers.until')} <When at={ends} as="day" />
          </div>
        )}
        <div className={styles.quiet}>{tenantId}</div>
      </div>
      {as && (
        <div>
          {t('customers.connected')}{' '}
          <Link as="button" ref={link} onClick={() => onTenant(as.id)}>
            {as.name}
          </Link>
        </div>
      )}
      {!as && roles.length > 0 && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (called.trim() !== '' && !isPending) connecting.mutate();
          }}
        >
          <Field className={styles.field} validationMessage={taken ? t('error.tenant-exists') : undefined}>
            <Input size="small" aria-label={t('customers.nameOf', { name })} value={called} autoComplete="off" onChange={(_, data) => setCalled(data.value)} />
          </Field>
          <Button size="small" type="submit" aria-label={t('customers.connectOne', { name })} disabledFocusable={isPending || called.trim() === ''} icon={isPending ? <Spinner size="tiny" /> : undefined}>
            {t('customers.connect')}
          </Button>
        </form>
      )}
      {error && !taken && (
        <div className={styles.error} role="alert">
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{t('customers.failed')}</MessageBarTitle>
              <FailureDetail error={error} />
            </MessageBarBody>
          </MessageBar>
        </div>
      )}
    </li>
  );
}
