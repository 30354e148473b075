/** What members and addresses can be told of: who may hear it, how soon, and where it is dealt with. */
import { CODES_SOON_DAYS, NEEDS, SEEN_BY, type NeedKind } from '../home/needs.ts';
import type { IncidentKind } from '../incidents/incident.ts';
import type { OperatorPermission, PartnerPermission, Permission } from '../members/permissions.ts';

export const WAYS = ['at_once', 'daily', 'none'] as const;
export type Way = (typeof WAYS)[number];

export type PartnerSubject = NeedKind;
export type OperatorSubject =
  Exclude<IncidentKind, 'account_paused'> | 'support_escalated' | 'findings_open';
export type Subject = PartnerSubject | OperatorSubject;

type Rules<P extends Permission> = {
  seenBy: P;
  /** who can do something about it hears of it without having asked to */
  doneBy: P;
  /** how they hear of it then */
  usual: Way;
  /** seconds that it has to last before anybody is told: nothing is told of what is over sooner */
  settles: number;
  /** whoever heard of it hears that it is over, too */
  tellsEnd: boolean;
  /** several are told as a number, not each by its id */
  isCounted: boolean;
  /** where it is dealt with: behind `/d/p/<slug>/`, of the installation behind `/d/operator/` */
  screen: string | ((about: string) => string);
};

const SETTLES = 60;
/** A post or two that failed come again by themselves. */
const FAILS_FOR_LONG = 15 * 60;

type OfPartner = Omit<Rules<PartnerPermission>, 'seenBy'>;
const ofPartner = (
  rules: Partial<OfPartner> & Pick<OfPartner, 'doneBy' | 'screen'>,
): OfPartner => ({
  usual: 'daily',
  settles: SETTLES,
  tellsEnd: false,
  isCounted: false,
  ...rules,
});

const OF_PARTNER: Record<PartnerSubject, OfPartner> = {
  endpoint_disabled: ofPartner({
    doneBy: 'keys.manage',
    usual: 'at_once',
    tellsEnd: true,
    screen: 'webhooks',
  }),
  endpoint_failing: ofPartner({
    doneBy: 'keys.manage',
    settles: FAILS_FOR_LONG,
    tellsEnd: true,
    screen: 'webhooks',
  }),
  deliveries_exhausted: ofPartner({ doneBy: 'keys.manage', screen: 'deliveries?state=exhausted' }),
  endpoint_off: ofPartner({ doneBy: 'keys.manage', screen: 'webhooks' }),
  key_expiring: ofPartner({ doneBy: 'keys.manage', screen: 'keys' }),
  support_open: ofPartner({
    doneBy: 'bookings.act',
    isCounted: true,
    screen: 'support?status=open,escalated',
  }),
  import_waiting: ofPartner({ doneBy: 'bookings.act', screen: (id) => `imports/${id}` }),
  codes_ending: ofPartner({
    doneBy: 'bookings.act',
    screen: `unredeemed-codes?ends_within_days=${CODES_SOON_DAYS}`,
  }),
};

const supply = (screen: string): Rules<OperatorPermission> => ({
  seenBy: 'operator.orders.read',
  doneBy: 'operator.manage',
  usual: 'at_once',
  settles: 0,
  tellsEnd: true,
  isCounted: false,
  screen,
});

const OF_OPERATOR: Record<OperatorSubject, Rules<OperatorPermission>> = {
  account_out: supply('suppliers'),
  balance_low: supply('suppliers'),
  stock_low: supply('suppliers'),
  orders_waiting: { ...supply('review'), doneBy: 'operator.review' },
  purchases_waiting: { ...supply('purchases'), doneBy: 'operator.review' },
  costs_waiting: { ...supply('costs'), seenBy: 'operator.manage' },
  support_escalated: {
    ...supply('support'),
    seenBy: 'operator.support',
    doneBy: 'operator.support',
    tellsEnd: false,
    isCounted: true,
  },
  findings_open: { ...supply('findings'), usual: 'daily', settles: SETTLES },
};

export const OPERATOR_SUBJECTS = Object.keys(OF_OPERATOR) as OperatorSubject[];
const PARTNER_SUBJECTS: readonly PartnerSubject[] = NEEDS;

/** In the order in which they are shown. */
export const subjectsOf = (partnerId: string | null): readonly Subject[] =>
  partnerId === null ? OPERATOR_SUBJECTS : PARTNER_SUBJECTS;

export const isSubject = (text: string): text is Subject =>
  Object.hasOwn(OF_PARTNER, text) || Object.hasOwn(OF_OPERATOR, text);

export function rulesOf(subject: Subject): Rules<Permission> {
  if (subject in OF_OPERATOR) return OF_OPERATOR[subject as OperatorSubject];
  const kind = subject as PartnerSubject;
  return { seenBy: SEEN_BY[kind], ...OF_PARTNER[kind] };
}

/** How one with these permissions hears of it who has chosen nothing. */
export const usualWay = (subject: Subject, permissions: ReadonlySet<Permission>): Way => {
  const { doneBy, usual } = rulesOf(subject);
  return permissions.has(doneBy) ? usual : 'none';
};
