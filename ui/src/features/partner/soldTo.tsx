// What a partner's customers have subscribed to. What Partner Center does not tell stays unknown.
import { Button } from '@fluentui/react-components';
import { ArrowRepeatAll20Regular, Ribbon20Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Sign, type Tone } from '../../components/Sign';
import type { TableSpec } from '../../components/table/spec';
import { When } from '../../components/When';
import type { CustomerSubscriptionRow } from '../../gen/types';
import { dateCell, number } from '../../i18n/format';
import { i18next } from '../../i18n/i18n';
import { known } from '../../i18n/known';
import { ChangeSeats } from './ChangeSeats';
import { SetAutoRenew } from './SetAutoRenew';

type Row = CustomerSubscriptionRow;

const tones: Record<string, Tone> = { active: 'ok', suspended: 'warning', expired: 'warning', pending: 'wait', deleted: 'off', disabled: 'off' };

const unknown = () => i18next.t('value.unknown');
const renews = ({ autoRenewEnabled: on }: Row) => (on === null ? unknown() : i18next.t(on ? 'partner.renewsOn' : 'partner.renewsOff'));
const term = ({ termDuration }: Row) => (termDuration === null ? unknown() : known('commitment', termDuration.toUpperCase()));
const billed = ({ billingCycle }: Row) => (billingCycle === null ? unknown() : known('billingCycle', billingCycle.toLowerCase()));
const status = (row: Row) => row.status && known('soldStatus', row.status.toLowerCase());

function Until({ at }: { at: string | null }) {
  return at === null ? <>{unknown()}</> : <When at={at} as="date" />;
}

function Actions({ row }: { row: Row }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'seats' | 'renewal' | null>(null);
  const close = () => setOpen(null);
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
      <Button size="small" appearance="primary" icon={<Ribbon20Regular />} onClick={() => setOpen('seats')}>
        {t('partner.changeSeats')}
      </Button>
      <Button size="small" icon={<ArrowRepeatAll20Regular />} onClick={() => setOpen('renewal')}>
        {t('operation.set-auto-renew')}
      </Button>
      {open === 'seats' && <ChangeSeats row={row} onClose={close} />}
      {open === 'renewal' && <SetAutoRenew row={row} onClose={close} />}
    </div>
  );
}

export const soldTo: TableSpec<'customer-subscriptions'> = {
  collection: 'customer-subscriptions',
  title: 'screen.partner',
  empty: 'partner.noSoldTo',
  search: true,
  order: 'customer',
  name: (row) => row.name,
  columns: [
    { id: 'customer', header: 'partner.customer', width: 170, grow: 1, order: 'customer', cell: (row) => row.customerName ?? row.customerId },
    { id: 'name', header: 'partner.product', width: 200, grow: 1.4, order: 'name', cell: (row) => row.name },
    { id: 'seats', header: 'partner.seats', field: 'quantity', width: 90, end: true, order: 'quantity', cell: (row) => (row.quantity === null ? unknown() : number(row.quantity)), value: (row) => row.quantity },
    { id: 'status', header: 'partner.status', width: 120, cell: (row) => (row.status === null ? unknown() : <Sign tone={tones[row.status.toLowerCase()] ?? 'info'}>{status(row)}</Sign>), value: status },
    { id: 'renews', header: 'partner.autoRenew', field: 'autoRenewEnabled', width: 130, cell: renews },
    { id: 'term', header: 'partner.term', width: 110, cell: term },
    { id: 'ends', header: 'partner.termEnds', width: 130, order: 'ends', cell: (row) => <Until at={row.commitmentEndDate} />, value: (row) => dateCell(row.commitmentEndDate, 'date') },
    { id: 'reduce', header: 'partner.reduceUntil', width: 160, cell: (row) => <Until at={row.reduceUntil} />, value: (row) => dateCell(row.reduceUntil, 'date') },
    { id: 'billed', header: 'partner.billed', width: 120, extra: true, cell: billed },
    { id: 'reseller', header: 'partner.reseller', width: 130, extra: true, cell: (row) => row.partnerId ?? '–' },
    { id: 'id', header: 'partner.subscriptionId', width: 290, extra: true, cell: (row) => row.subscriptionId },
    { id: 'tenant', header: 'partner.tenantId', width: 290, extra: true, cell: (row) => row.customerId },
  ],
  filters: [{ column: 'status', label: 'partner.status' }],
  actions: (row) => <Actions row={row} />,
};
