// The partner of record of a subscription. A person enters it on Microsoft's page, and says so: nothing that can be read shows it.
import { Button, Field, Input } from '@fluentui/react-components';
import { Handshake20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog, type Replaced } from '../../components/OperationDialog';
import type { SubscriptionRow } from '../../gen/types';

export function SetPartnerInformationButton({ row }: { row: SubscriptionRow }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<Handshake20Regular />} onClick={() => setOpen(true)}>
        {t('partner.information')}
      </Button>
      {open && <SetPartnerInformation row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

export function SetPartnerInformation({ row, replaces, onClose }: { row: SubscriptionRow; replaces?: Replaced; onClose: () => void }) {
  const { t } = useTranslation();
  const [partner, setPartner] = useState(String(replaces?.input.partnerNetworkId ?? ''));
  const partnerNetworkId = partner.trim();
  return (
    <OperationDialog
      title={t('partner.informationOf', { name: row.name })}
      operation="set-partner-information"
      id={row.id}
      input={partnerNetworkId === '' ? null : { partnerNetworkId }}
      fields={['partnerNetworkId']}
      replaces={replaces}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <p style={{ margin: 0 }}>{t('partner.informationText')}</p>
          <Field label={t('field.partnerNetworkId')} validationMessage={errorOf('partnerNetworkId')}>
            <Input inputMode="numeric" value={partner} onChange={(_, data) => setPartner(data.value)} />
          </Field>
        </>
      )}
    </OperationDialog>
  );
}
