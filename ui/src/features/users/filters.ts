// Filters that lists of people share.
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
