import type { PostLanguage, Subject, Way } from '../../data/types.ts';
import type { Key } from '../../words.tsx';

export const SUBJECT_TEXTS: Record<Subject, Key> = {
  endpoint_disabled: 'tellEndpointDisabled',
  endpoint_failing: 'tellEndpointFailing',
  deliveries_exhausted: 'tellDeliveries',
  endpoint_off: 'tellEndpointOff',
  key_expiring: 'tellKey',
  support_open: 'tellSupport',
  import_waiting: 'tellImport',
  codes_ending: 'tellCodes',
  account_out: 'tellAccountOut',
  balance_low: 'tellBalance',
  stock_low: 'tellStock',
  orders_waiting: 'tellOrders',
  purchases_waiting: 'tellPurchases',
  costs_waiting: 'tellCosts',
  support_escalated: 'tellEscalated',
  findings_open: 'tellFindings',
};

export const WAY_TEXTS: Record<Way, Key> = {
  at_once: 'wayAtOnce',
  daily: 'wayDaily',
  none: 'wayNone',
};
export const WAYS: readonly Way[] = ['at_once', 'daily', 'none'];

/** Each in its own words, as on every choice of a language. */
export const POST_LANGUAGES: readonly (readonly [PostLanguage, string])[] = [
  ['en', 'English'],
  ['de', 'Deutsch'],
  ['fr', 'Français'],
  ['es', 'Español'],
  ['nl', 'Nederlands'],
];

export const SUBJECTS_OF_PARTNER: readonly Subject[] = [
  'endpoint_disabled',
  'endpoint_failing',
  'deliveries_exhausted',
  'endpoint_off',
  'key_expiring',
  'support_open',
  'import_waiting',
  'codes_ending',
];
export const SUBJECTS_OF_OPERATOR: readonly Subject[] = [
  'account_out',
  'balance_low',
  'stock_low',
  'orders_waiting',
  'purchases_waiting',
  'costs_waiting',
  'support_escalated',
  'findings_open',
];
