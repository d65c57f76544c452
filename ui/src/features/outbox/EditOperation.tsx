// The form of an operation that stands in the outbox, filled in as it is; another takes its place.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/query';
import { useTenant } from '../../app/tenant';
import { useFailureToast } from '../../app/toast';
import type { CatalogRow, CustomerRow, CustomerSubscriptionRow, DomainRow, GroupRow, OperationView, PartnerLinkRow, SubscriptionRow, UserRow } from '../../gen/types';
import { PasswordResetScope } from '../password-reset/PasswordResetScope';
import { PasswordPolicy } from '../domains/PasswordPolicy';
import { ChangeSeats } from '../partner/ChangeSeats';
import { SetPartnerInformation } from '../partner/SetPartnerInformation';
import { SetPartnerLink } from '../partner/SetPartnerLink';
import { ChangeLicenseCount } from '../products/ChangeLicenseCount';
import { EditBuyForCustomer } from '../purchase/BuyForCustomer';
import { PurchaseLicenses } from '../purchase/PurchaseLicenses';
import { AssignRole } from '../roles/AssignRole';
import { AddUser } from '../users/AddUser';
import { ChangeManager } from '../users/ChangeManager';
import { EditUser } from '../users/EditUser';
import { ManageLicenses } from '../users/ManageLicenses';
import { NeverExpires } from '../users/NeverExpires';
import { ResetPassword } from '../users/ResetPassword';
import { SendReminder } from '../users/SendReminder';
import { nameOf } from '../users/columns';

interface Props {
  operation: OperationView;
  onClose: () => void;
}

export function EditOperation({ operation, onClose }: Props) {
  return operation.operation === 'create-user' ? <AddUser replaces={operation} onClose={onClose} /> : <EditOfObject operation={operation} onClose={onClose} />;
}

/** Forms that stand on what the target has now. */
function EditOfObject({ operation, onClose }: Props) {
  const { t } = useTranslation();
  const { target } = operation;
  const { data, error } = useCommand('show', { tenant: useTenant().id, collection: target.collection, id: target.id });
  const failed = useFailureToast();
  useEffect(() => {
    if (!error) return;
    failed(error);
    onClose();
  }, [error, failed, onClose]);
  if (!data) return null;
  const form = { replaces: operation, onClose };
  const user = data.row as UserRow;
  const group = data.row as GroupRow;
  switch (operation.operation) {
    case 'update-user':
      return <EditUser row={user} {...form} />;
    case 'reset-password':
      return <ResetPassword row={user} {...form} />;
    case 'set-password-never-expires':
      return <NeverExpires row={user} {...form} />;
    case 'assign-licenses':
      return <ManageLicenses operation="assign-licenses" id={user.id} title={t('form.licenses', { name: nameOf(user) })} licenses={user.licenses} {...form} />;
    case 'assign-group-licenses':
      return <ManageLicenses operation="assign-group-licenses" id={group.id} title={t('form.groupLicensesOf', { name: group.displayName ?? group.id })} licenses={group.licenses} {...form} />;
    case 'set-manager':
      return <ChangeManager row={user} {...form} />;
    case 'assign-role':
      return <AssignRole user={target.id} name={target.name} {...form} />;
    case 'send-mail':
      return <SendReminder row={user} {...form} />;
    case 'update-domain':
      return <PasswordPolicy row={data.row as DomainRow} {...form} />;
    case 'change-license-count':
      return <ChangeLicenseCount row={data.row as SubscriptionRow} {...form} />;
    case 'purchase-licenses':
      return <PurchaseLicenses row={data.row as CatalogRow} {...form} />;
    case 'set-partner-information':
      return <SetPartnerInformation row={data.row as SubscriptionRow} {...form} />;
    case 'set-partner-link':
      return <SetPartnerLink row={data.row as PartnerLinkRow} {...form} />;
    case 'set-password-reset-scope':
      return <PasswordResetScope id={target.id} {...form} />;
    case 'change-seats':
      return <ChangeSeats row={data.row as CustomerSubscriptionRow} {...form} />;
    case 'buy-for-customer':
      return <EditBuyForCustomer customer={data.row as CustomerRow} {...form} />;
    default:
      return null;
  }
}
