// What a person gives to connect a tenant, and what core is asked for then.
import type { How, SignIn } from '../../gen/types';

/** `file`: the addresses stand in a file of the person's own. */
export const clouds = ['global', 'usgov-high', 'china', 'file'] as const;

export interface Wish {
  name: string;
  how: How;
  /** Empty: that of the account. */
  organization: string;
  app: 'shared' | 'own';
  clientId: string;
  cloud: (typeof clouds)[number];
  file: string;
}

export const firstWish: Wish = { name: '', how: 'browser', organization: '', app: 'shared', clientId: '', cloud: 'global', file: '' };

export function isComplete({ name, app, clientId, cloud, file }: Wish): boolean {
  return name.trim() !== '' && (app === 'shared' || clientId.trim() !== '') && (cloud !== 'file' || file.trim() !== '');
}

/** What was typed for a choice that was taken back is not sent. */
export function asked({ name, how, organization, app, clientId, cloud, file }: Wish): SignIn {
  return {
    tenant: null,
    name: name.trim(),
    tenantId: organization.trim() || null,
    clientId: app === 'own' ? clientId.trim() : null,
    cloud: cloud === 'file' ? file.trim() : cloud,
    how,
  };
}
