// Filters that lists of people share.
import { useTranslation } from 'react-i18next';
import { useGroupNames } from '../../components/groups';
import { useProductNames } from '../../components/products';
import type { Filter } from '../../components/table/spec';

export const signIn: Filter = {
  column: 'enabled',
  label: 'user.signIn',
  options: [
    { value: '1', label: 'value.allowed' },
    { value: '0', label: 'value.blocked' },
  ],
};

export const userType: Filter = {
  column: 'user_type',
  label: 'field.userType',
  options: [
    { value: 'member', label: 'userType.Member' },
    { value: 'guest', label: 'userType.Guest' },
    { value: '', label: 'user.noType' },
  ],
};

export const licensed: Filter = {
  column: 'licensed',
  label: 'user.licenses',
  options: [
    { value: '1', label: 'user.licensed' },
    { value: '0', label: 'user.unlicensed' },
  ],
};

export const source: Filter = {
  column: 'synced',
  label: 'user.source',
  options: [
    { value: '1', label: 'user.synced' },
    { value: '0', label: 'user.cloud' },
  ],
};

/** For how long nobody has signed in. Who never has is asked for by itself, and so is of whom it is not known. */
export const idle: Filter = {
  column: 'idle',
  label: 'signIns.last',
  computed: true,
  options: [
    { value: '30', label: 'signIns.idle30' },
    { value: '90', label: 'signIns.idle90' },
    { value: '180', label: 'signIns.idle180' },
    { value: 'never', label: 'signIns.never' },
    { value: 'unknown', label: 'value.unknown' },
  ],
};

/** What the report of registrations says of somebody, if it does. */
const reported = (column: string, label: Filter['label']): Filter => ({
  column,
  label,
  options: [
    { value: '1', label: 'value.yes' },
    { value: '0', label: 'value.no' },
    { value: '', label: 'value.unknown' },
  ],
});

export const mfa = reported('mfa', 'registration.mfa');
export const ownReset = reported('own_reset', 'registration.ownReset');

export const department: Filter = { column: 'department', label: 'user.department' };

/** What kind of answer there is to "when does the password end". */
export const expiry = (label: Filter['label']): Filter => ({
  column: 'expiry',
  label,
  options: [
    { value: 'dated', label: 'expiry.status.dated' },
    { value: 'never', label: 'expiry.status.never' },
    { value: 'probably-never', label: 'expiry.status.probably-never' },
    { value: 'not-applicable', label: 'expiry.status.not-applicable' },
    { value: 'unknown', label: 'expiry.status.unknown' },
  ],
});

/** Whose licenses serve nobody; where nothing is known of sign-ins, only blocked accounts are found. */
export const seat: Filter = {
  column: 'seat',
  label: 'waste.seatOf',
  whenChosen: true,
  options: [
    { value: 'blocked', label: 'waste.blocked' },
    { value: 'never', label: 'waste.never' },
    { value: 'long-ago', label: 'waste.longAgo' },
    { value: 'unknown', label: 'waste.unknown' },
  ],
};
const ways = { direct: 'license.wayDirect', group: 'license.wayGroup', error: 'license.wayError' } as const;

/** Who has a product and how, and who has licences by a group: to the second only links lead. */
export function useLicenseFilters(): [Filter, Filter] {
  const { t } = useTranslation();
  const products = useProductNames();
  const groups = useGroupNames();
  const product = (value: string) => {
    const [skuId = '', way] = value.split('/');
    const name = products.get(skuId) ?? skuId;
    return way !== undefined && way in ways ? t('license.way', { product: name, how: t(ways[way as keyof typeof ways]) }) : name;
  };
  const group = (value: string) => {
    const [id = '', way] = value.split('/');
    return way === 'error' ? t('license.chipGroupError', { group: groups(id) }) : groups(id);
  };
  return [
    { column: 'license', label: 'license.chip', name: product },
    { column: 'license_group', label: 'license.chipGroup', name: group, whenChosen: true },
  ];
}
