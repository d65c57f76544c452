// Accounts from before the customer agreement: that their bills are on Microsoft's pages only, with the way there.
import { Link, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useTenant } from '../../app/tenant';
import { usePages } from '../../app/query';
import { useMicrosoftPage } from '../../components/useMicrosoftPage';
import { list } from '../../i18n/format';

export function OldAccounts() {
  const { t } = useTranslation();
  const accounts = usePages({ tenant: useTenant().id, collection: 'billing-accounts', order: 'name', limit: 200 }).data?.items ?? [];
  const page = useMicrosoftPage('bills');
  const old = accounts.filter(({ row }) => row.billsElsewhere).map(({ row }) => row.displayName ?? row.name ?? row.id);
  if (old.length === 0 || !page) return null;
  return (
    <div style={{ padding: '12px 24px 0' }}>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          {t('invoice.elsewhere', { count: old.length, names: list(old) })}{' '}
          <Link href={page} target="_blank" rel="noreferrer" inline>
            {t('guided.open')}
          </Link>
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
