// The partner that the account's own work is credited to, by its Partner Network ID.
import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { PartnerLinkRow } from '../../gen/types';

export function SetPartnerLink({ row, replaces, onClose }: { row: PartnerLinkRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const [partner, setPartner] = useState(String(replaces?.input.partnerId ?? row.partnerId ?? ''));
  const partnerId = partner.trim();
  return (
    <OperationDialog
      title={t(row.partnerId === null ? 'partner.setLink' : 'partner.changeLink')}
      operation="set-partner-link"
      id={row.id}
      input={partnerId === '' || partnerId === row.partnerId ? null : { partnerId }}
      fields={['partnerId']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p style={{ margin: 0 }}>{t('partner.linkText')}</p>
          <Field label={t('field.partnerId')} validationMessage={errorOf('partnerId')}>
            <Input inputMode="numeric" value={partner} onChange={(_, data) => setPartner(data.value)} />
          </Field>
        </>
      )}
    </OperationDialog>
  );
}
