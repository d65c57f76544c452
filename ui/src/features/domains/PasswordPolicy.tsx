// The password policy of a domain, with whom it hits before it is queued.
import { Button } from '@fluentui/react-components';
import { Key20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { DomainRow } from '../../gen/types';
import { PolicyFields } from './PolicyFields';
import { PolicyHits } from './PolicyHits';
import { type Policy, isFederated, policyAsInput, policyOf } from './policy';
import { usePolicyPreview } from './usePolicyPreview';

export function PasswordPolicyButton({ row }: { row: DomainRow }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (isFederated(row)) return null;
  return (
    <>
      <Button size="small" icon={<Key20Regular />} onClick={() => setOpen(true)}>
        {t('action.passwordPolicy')}
      </Button>
      {open && <PasswordPolicy row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

export function PasswordPolicy({ row, replaces, onClose }: { row: DomainRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const [policy, setPolicy] = useState<Policy>(() => policyOf(row, replaces?.input ?? {}));
  const input = policyAsInput(row, policy, replaces?.changes ?? []);
  const counted = usePolicyPreview(input && { domains: [row.id], input, ...(replaces ? { replaces: replaces.id } : {}) });
  return (
    <OperationDialog
      title={t('form.passwordPolicy', { name: row.id })}
      operation="update-domain"
      id={row.id}
      input={input}
      fields={['passwordValidityPeriodInDays', 'passwordNotificationWindowInDays']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <PolicyFields policy={policy} onChange={setPolicy} errorOf={errorOf} />
          <PolicyHits {...counted} />
        </>
      )}
    </OperationDialog>
  );
}
