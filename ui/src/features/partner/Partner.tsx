// Partner: who sold the subscriptions, what one's own work is credited to, and, for a partner, its customers. Each part is read, and
// refused, alone.
import { Button, Link, Tab, TabList, makeStyles, tokens } from '@fluentui/react-components';
import type { ParseKeys } from 'i18next';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { goInstead, hrefOf, useRoute } from '../../app/route';
import { useCollectionStatus, useTenant } from '../../app/tenant';
import { TablePage } from '../../components/table/TablePage';
import { useMicrosoftPage } from '../../components/useMicrosoftPage';
import type { Service } from '../../gen/types';
import { useSignInAgain } from '../sign-in/SignInAgain';
import { buyers } from './buyers';
import { contracts, relationships } from './customers';
import { link } from './link';
import { sellers } from './sellers';
import { soldTo } from './soldTo';

const useStyles = makeStyles({
  head: { padding: '0 24px 8px', flexShrink: 0, minWidth: 0 },
  // Beside an open panel there is no room for all of them in one row.
  tabs: { marginLeft: '-10px', flexWrap: 'wrap' },
  text: { margin: '6px 0 0', maxWidth: '860px', color: tokens.colorNeutralForeground2 },
});

type Part = 'partners' | 'partner-link' | 'delegated-admin-relationships' | 'contracts' | 'customer-subscriptions' | 'customers';

const parts: Record<Part, { name: ParseKeys; text: ParseKeys; leave: Service | null; allow: ParseKeys }> = {
  partners: { name: 'partner.sellers', text: 'partner.sellersText', leave: null, allow: 'partner.allowCustomers' },
  'partner-link': { name: 'partner.link', text: 'partner.linkText', leave: 'bills', allow: 'partner.allowLink' },
  'delegated-admin-relationships': { name: 'partner.relationships', text: 'partner.relationshipsText', leave: 'customers', allow: 'partner.allowCustomers' },
  contracts: { name: 'partner.contracts', text: 'partner.contractsText', leave: 'contracts', allow: 'partner.allowContracts' },
  'customer-subscriptions': { name: 'partner.soldTo', text: 'partner.soldToText', leave: 'partner', allow: 'partner.allowPartner' },
  customers: { name: 'partner.customers', text: 'partner.customersText', leave: 'partner', allow: 'partner.allowPartner' },
};

const order = Object.keys(parts) as Part[];

export function Partner() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { tab } = useRoute().params;
  const part = order.find((one) => one === tab) ?? 'partners';
  const page = useMicrosoftPage('partner-relationships');
  const note = (
    <div className={styles.head}>
      <TabList className={styles.tabs} selectedValue={part} onTabSelect={(_, picked) => goInstead(hrefOf('partner', { tab: String(picked.value) }))}>
        {order.map((one) => (
          <Tab key={one} value={one}>
            {t(parts[one].name)}
          </Tab>
        ))}
      </TabList>
      <p className={styles.text}>
        {t(parts[part].text)}{' '}
        {part === 'partners' && page && (
          <Link href={page} target="_blank" rel="noreferrer" inline>
            {t('partner.openRelationships')}
          </Link>
        )}
      </p>
    </div>
  );
  return <PartPage key={part} part={part} note={note} />;
}

function PartPage({ part, note }: { part: Part; note: ReactNode }) {
  const { t } = useTranslation();
  const { leave, allow } = parts[part];
  const again = useSignInAgain(useTenant(), leave ?? undefined);
  const refused = useCollectionStatus(part)?.error?.code === 'denied';
  const ask = leave !== null && refused && again.start && (
    <Button appearance="primary" onClick={again.start}>
      {t(allow)}
    </Button>
  );
  const props = { note, action: ask };
  return (
    <>
      {part === 'partners' && <TablePage spec={sellers} {...props} />}
      {part === 'partner-link' && <TablePage spec={link} {...props} />}
      {part === 'delegated-admin-relationships' && <TablePage spec={relationships} {...props} />}
      {part === 'contracts' && <TablePage spec={contracts} {...props} />}
      {part === 'customer-subscriptions' && <TablePage spec={soldTo} {...props} />}
      {part === 'customers' && <TablePage spec={buyers} {...props} />}
      {again.dialog}
    </>
  );
}
