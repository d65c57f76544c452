// To which partner what the account does is credited: there is one link, or none, for whoever is signed in.
import { Button } from '@fluentui/react-components';
import { Link20Regular, LinkDismiss20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '../../components/OperationDialog';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import type { PartnerLinkRow } from '../../gen/types';
import { dateCell } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { SetPartnerLink } from './SetPartnerLink';

function Actions({ row }: { row: PartnerLinkRow }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'set' | 'remove' | null>(null);
  const close = () => setOpen(null);
  return (
    <div style={{ display: 'flex', columnGap: 8 }}>
      <Button size="small" appearance="primary" icon={<Link20Regular />} onClick={() => setOpen('set')}>
        {t(row.partnerId === null ? 'partner.setLink' : 'partner.changeLink')}
      </Button>
      {row.partnerId !== null && (
        <Button size="small" icon={<LinkDismiss20Regular />} onClick={() => setOpen('remove')}>
          {t('partner.removeLink')}
        </Button>
      )}
      {open === 'set' && <SetPartnerLink row={row} onClose={close} />}
      {open === 'remove' && (
        <OperationDialog title={t('partner.removeLink')} operation="remove-partner-link" id={row.id} input={{}} fields={[]} onClose={close}>
          {() => <p style={{ margin: 0 }}>{t('partner.removeLinkText')}</p>}
        </OperationDialog>
      )}
    </div>
  );
}

export const link: TableSpec<'partner-link'> = {
  collection: 'partner-link',
  title: 'screen.partner',
  empty: 'partner.noLink',
  search: false,
  order: 'partner',
  name: (row) => row.partnerName ?? row.partnerId ?? i18next.t('partner.noLink'),
  columns: [
    { id: 'partner', header: 'field.partnerId', field: 'partnerId', width: 180, order: 'partner', cell: (row) => row.partnerId ?? i18next.t('partner.noLink') },
    { id: 'name', header: 'partner.organization', width: 220, cell: (row) => row.partnerName ?? '–' },
    { id: 'state', header: 'partner.status', width: 120, cell: (row) => row.state ?? '–' },
    { id: 'since', header: 'partner.since', width: 140, cell: (row) => <When at={row.createdDateTime} as="date" />, value: (row) => dateCell(row.createdDateTime, 'date') },
    { id: 'changed', header: 'partner.changed', width: 140, cell: (row) => <When at={row.updatedDateTime} as="date" />, value: (row) => dateCell(row.updatedDateTime, 'date') },
  ],
  filters: [],
  actions: (row) => <Actions row={row} />,
};
