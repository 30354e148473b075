/** What a screen of the shell is: where it is, what it is called, and who may open it. */
import type { LucideIcon } from 'lucide-react';
import type { ListPath, Search } from '../data/lists.ts';
import type { Key } from '../words.tsx';

export type ScreenPath =
  | ListPath
  | '/p/$partner/home'
  | '/p/$partner/funnel'
  | '/p/$partner/service'
  | '/p/$partner/strategy'
  | '/p/$partner/keys'
  | '/p/$partner/webhooks'
  | '/p/$partner/sandbox'
  | '/p/$partner/sso'
  | '/p/$partner/suppressions'
  | '/p/$partner/brand'
  | '/p/$partner/schedules'
  | '/p/$partner/origins'
  | '/p/$partner/retention'
  | '/p/$partner/notifications'
  | '/p/$partner/members'
  | '/p/$partner/audit'
  | '/operator/routing'
  | '/operator/publishing'
  | '/operator/findings'
  | '/operator/figures'
  | '/operator/rates'
  | '/operator/mail'
  | '/operator/limits'
  | '/operator/notifications'
  | '/operator/members'
  | '/operator/audit';

/** What screens of a partner stand under, in this order. */
export const GROUPS = ['customers', 'sell', 'messages', 'developers', 'settings'] as const;
export type Group = (typeof GROUPS)[number];
export const GROUP_TEXTS: Record<Group, Key> = {
  customers: 'groupCustomers',
  sell: 'groupSell',
  messages: 'groupMessages',
  developers: 'groupDevelopers',
  settings: 'groupSettings',
};

export type Screen = {
  path: ScreenPath;
  text: Key;
  icon: LucideIcon;
  permission: string;
  /** the filters that its list begins with */
  search?: Search;
  /** those of the installation stand under none */
  group?: Group;
  /** not there in production */
  isOfStaging?: true;
};
