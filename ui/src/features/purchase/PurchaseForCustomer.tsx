// Purchase services for a partner's customer: the customer is chosen among the partner's, and its country says what it can have.
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { People20Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { filterParams, goTo, hrefOf, useParams } from '../../app/route';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { TablePage } from '../../components/table/TablePage';
import type { CustomerRow } from '../../gen/types';
import { nameOf } from '../partner/buyers';
import { useSignInAgain } from '../sign-in/SignInAgain';
import { offers } from './offers';

const useStyles = makeStyles({
  note: { padding: '0 24px 10px', maxWidth: '860px' },
  text: { margin: '6px 0 0', color: tokens.colorNeutralForeground2 },
});

export function PurchaseForCustomer({ tabs }: { tabs: ReactNode }) {
  const { customer } = useParams()[0];
  return customer ? <ForCustomer key={customer} id={customer} tabs={tabs} /> : <Offers customer={null} tabs={tabs} />;
}

function ForCustomer({ id, tabs }: { id: string; tabs: ReactNode }) {
  const { data } = useCommand('show', { tenant: useTenant().id, collection: 'customers', id });
  const [, change] = useParams();
  const customer = (data?.row as CustomerRow | undefined) ?? null;
  const country = customer?.country;
  // The filter stands as a chip, as everywhere: whoever wants to see what other countries have can clear it.
  useEffect(() => {
    if (country) change(filterParams({ country: [country] }));
  }, [country, change]);
  return <Offers customer={customer} tabs={tabs} />;
}

function Offers({ customer, tabs }: { customer: CustomerRow | null; tabs: ReactNode }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const again = useSignInAgain(useTenant(), 'partner');
  const refused = useCollectionStatus('partner-catalog')?.error?.code === 'denied';
  const spec = useMemo(() => offers(customer), [customer]);
  return (
    <>
      <TablePage
        spec={spec}
        note={
          <div className={styles.note}>
            {tabs}
            <p className={styles.text}>
              {customer ? <strong>{t('purchase.buyingFor', { name: nameOf(customer) })}</strong> : t('purchase.choose')}{' '}
              {customer && !customer.country && `${t('purchase.countryUnknown')} `}
              {t('purchase.forCustomerText')}
            </p>
          </div>
        }
        action={
          refused && again.start ? (
            <Button appearance="primary" onClick={again.start}>
              {t('partner.allowPartner')}
            </Button>
          ) : (
            <Button appearance={customer ? 'secondary' : 'primary'} icon={<People20Regular />} onClick={() => goTo(hrefOf('partner', { tab: 'customers' }))}>
              {t(customer ? 'purchase.chooseAnother' : 'purchase.chooseCustomer')}
            </Button>
          )
        }
      />
      {again.dialog}
    </>
  );
}
