// The sign-in names of everyone selected go to another of the tenant's domains.
import { Dropdown, Field, Option } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePages } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { previewMoveDomain, queueMoveDomain } from '../../gen/commands';
import type { Selection } from '../../gen/types';
import { signInDomains } from '../users/newUser';
import { BulkDialog } from './BulkDialog';

interface Props {
  title: string;
  of: Selection;
  onQueued: () => void;
  onClose: () => void;
}

export function MoveDomain({ of, ...rest }: Props) {
  const { t } = useTranslation();
  const tenant = useTenant().id;
  const [domain, setDomain] = useState('');
  const items = usePages({ tenant, collection: 'domains', order: 'name', limit: 1000 }).data?.items ?? [];
  const domains = signInDomains(items.map((one) => one.row));
  return (
    <BulkDialog wish={domain === '' ? null : { tenant, of, domain }} look={previewMoveDomain} queue={queueMoveDomain} {...rest}>
      <Field size="small" label={t('bulk.toDomain')} hint={t('bulk.toDomainHint')}>
        <Dropdown value={domain === '' ? '' : `@${domain}`} selectedOptions={[domain]} onOptionSelect={(_, data) => setDomain(data.optionValue ?? '')}>
          {domains.map((one) => (
            <Option key={one} value={one} text={`@${one}`}>
              @{one}
            </Option>
          ))}
        </Dropdown>
      </Field>
    </BulkDialog>
  );
}
