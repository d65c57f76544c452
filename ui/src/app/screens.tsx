// The screens: their place in the navigation, their icon, what they draw.
import {
  ArrowUpload20Regular,
  Box20Regular,
  CalendarClock20Regular,
  CalendarSync20Regular,
  DataBarVertical20Regular,
  Cart20Regular,
  Globe20Regular,
  Handshake20Regular,
  HeartPulse20Regular,
  History20Regular,
  Home20Regular,
  PeopleCommunity20Regular,
  KeyReset20Regular,
  PeopleTeam20Regular,
  PersonAvailable20Regular,
  PersonDelete20Regular,
  PersonQuestionMark20Regular,
  Receipt20Regular,
  Ribbon20Regular,
  ShieldKeyhole20Regular,
  ShieldPerson20Regular,
  type FluentIcon,
} from '@fluentui/react-icons';
import type { ParseKeys } from 'i18next';
import type { ComponentType } from 'react';
import { Access } from '../features/access/Access';
import { Domains } from '../features/domains/Domains';
import { Groups } from '../features/groups/Groups';
import { Issues } from '../features/health/Issues';
import { ServiceHealth } from '../features/health/ServiceHealth';
import { Home } from '../features/home/Home';
import { Invoices } from '../features/invoices/Invoices';
import { Licenses } from '../features/licenses/Licenses';
import { Outbox } from '../features/outbox/Outbox';
import { PasswordReset } from '../features/password-reset/PasswordReset';
import { Partner } from '../features/partner/Partner';
import { PasswordExpiry } from '../features/password-expiry/PasswordExpiry';
import { Products } from '../features/products/Products';
import { Renewals } from '../features/renewals/Renewals';
import { Spending } from '../features/spending/Spending';
import { Roles } from '../features/roles/Roles';
import { Purchase } from '../features/purchase/Purchase';
import { ActiveUsers } from '../features/users/ActiveUsers';
import { DeletedUsers } from '../features/users/DeletedUsers';
import { GuestUsers } from '../features/users/GuestUsers';
import { Waste } from '../features/waste/Waste';
import type { Screen } from './route';

interface Entry {
  screen: Screen;
  title: ParseKeys;
  icon: FluentIcon;
  draw: ComponentType;
}

export const groups: { title?: ParseKeys; entries: Entry[] }[] = [
  { entries: [{ screen: 'home', title: 'screen.home', icon: Home20Regular, draw: Home }] },
  {
    title: 'screen.usersGroup',
    entries: [
      { screen: 'users', title: 'screen.users', icon: PersonAvailable20Regular, draw: ActiveUsers },
      { screen: 'guest-users', title: 'screen.guests', icon: PeopleTeam20Regular, draw: GuestUsers },
      { screen: 'deleted-users', title: 'screen.deletedUsers', icon: PersonDelete20Regular, draw: DeletedUsers },
      { screen: 'groups', title: 'screen.groups', icon: PeopleCommunity20Regular, draw: Groups },
      { screen: 'roles', title: 'screen.roles', icon: ShieldKeyhole20Regular, draw: Roles },
    ],
  },
  {
    title: 'screen.billingGroup',
    entries: [
      { screen: 'licenses', title: 'screen.licenses', icon: Ribbon20Regular, draw: Licenses },
      { screen: 'products', title: 'screen.products', icon: Box20Regular, draw: Products },
      { screen: 'renewals', title: 'screen.renewals', icon: CalendarSync20Regular, draw: Renewals },
      { screen: 'waste', title: 'screen.waste', icon: PersonQuestionMark20Regular, draw: Waste },
      { screen: 'invoices', title: 'screen.invoices', icon: Receipt20Regular, draw: Invoices },
      { screen: 'spending', title: 'screen.spending', icon: DataBarVertical20Regular, draw: Spending },
      { screen: 'purchase', title: 'screen.purchase', icon: Cart20Regular, draw: Purchase },
      { screen: 'partner', title: 'screen.partner', icon: Handshake20Regular, draw: Partner },
    ],
  },
  {
    title: 'screen.healthGroup',
    entries: [
      { screen: 'service-health', title: 'screen.serviceHealth', icon: HeartPulse20Regular, draw: ServiceHealth },
      { screen: 'issues', title: 'screen.issues', icon: History20Regular, draw: Issues },
    ],
  },
  {
    title: 'screen.settingsGroup',
    entries: [
      { screen: 'domains', title: 'screen.domains', icon: Globe20Regular, draw: Domains },
      { screen: 'password-expiry', title: 'screen.passwordExpiry', icon: CalendarClock20Regular, draw: PasswordExpiry },
      { screen: 'password-reset', title: 'screen.passwordReset', icon: KeyReset20Regular, draw: PasswordReset },
      { screen: 'access', title: 'screen.access', icon: ShieldPerson20Regular, draw: Access },
    ],
  },
  { entries: [{ screen: 'outbox', title: 'screen.outbox', icon: ArrowUpload20Regular, draw: Outbox }] },
];

export const entries: Entry[] = groups.flatMap((group) => group.entries);
