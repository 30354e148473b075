/**
 * Provider orders: the intent that is committed before a telco is called. Whoever holds the lease
 * may call; the fence, raised with every lease, makes a slow holder's answer void once another has
 * taken over.
 */
import { pauseAfter } from '../../../db/due-work/back-off.ts';
import { claimInTurns, roomParams, type Room } from '../../../db/due-work/claim-in-turns.ts';
import { FREE, lease, plannedBy } from '../../../db/due-work/lease.ts';
import type { Queryable, Tx } from '../../../db/pool.ts';
import type { Money } from '../../../providers/article.ts';
import type { Provider, SentOrder, TemplateOrder } from '../../../providers/provider.ts';

export const ORDER_STATES = [
  'intent',
  'unknown',
  'pending',
  'confirmed',
  'rejected',
  'needs_review',
] as const;
/**
 * intent        not sent, or certainly did nothing
 * unknown       may have been done: looked up before anything else
 * pending       accepted, and not finished: never sent again, never taken elsewhere
 */
export type OrderState = (typeof ORDER_STATES)[number];
export type Order = {
  id: string;
  partner_id: string;
  traveler_id: string;
  queue_id: string | null;
  esim_id: string | null;
  kind: 'create_esim' | 'add_package';
  provider: string;
  reference: string;
  iccid: string | null;
  template: TemplateOrder | null;
  /**
   * the eSIM that this creation replaces, or the package that this order brings over to another
   * eSIM
   */
  replaces: string | null;
  /** a classic eSIM that comes without a package */
  is_classic: boolean;
  /** the universal eSIM, together with the package of a queue */
  is_universal: boolean;
  /** the telco's own id of the eSIM that a package goes onto */
  provider_esim_id: string | null;
  /** what the telco called the order when it answered */
  provider_order_id: string | null;
  state: OrderState;
  fence: number;
  sends: number;
  lookups: number;
  /** milliseconds since the newest call was about to leave, null before the first */
  sent_ms_ago: number | null;
  first_sent_at: Date | null;
  /** how long a pending order may still be so, null before it is; negative: no longer */
  pending_ms_left: number | null;
  /** false when it was taken before its scheduled attempt, by a caller who did not want to wait */
  is_due: boolean;
  /** ordered ahead of its redemption (../preordering): what is to become of its package */
  preorder: Preorder | null;
  /** the request of a key that wanted it */
  caused_by: string | null;
};

export const PREORDERS = [
  'ordered',
  'held',
  'redeemed',
  'cancelling',
  'cancelled',
  'cancel_requested',
  'lost',
] as const;
export type Preorder = (typeof PREORDERS)[number];

/** Of a supplier that is tried: bought once, here or nowhere, and for nobody's queue. */
export const isTrial = ({ queue_id, replaces, is_classic, template }: Order): boolean =>
  queue_id === null && replaces === null && is_classic && template !== null;

export const ORDER_COLUMNS = `id, partner_id, traveler_id, queue_id, esim_id, kind, provider, reference, iccid, template, replaces, is_classic, is_universal, provider_esim_id, provider_order_id, state, fence, sends, lookups, first_sent_at, preorder, caused_by,
  (extract(epoch from clock_timestamp() - sent_at) * 1000)::float8 as sent_ms_ago,
  (extract(epoch from pending_until - clock_timestamp()) * 1000)::float8 as pending_ms_left,
  coalesce(next_attempt_at <= clock_timestamp(), true) as is_due`;

/** How long a caller may wait for a free line before the call must not leave any more. */
export const MAX_QUEUE_MS = 2_000;
/**
 * A lease outlives the longest possible call: waiting for a line, the telco's time-out, and a
 * margin for a pause.
 */
export const leaseMs = (provider: Pick<Provider, 'timeoutMs'> | undefined): number =>
  MAX_QUEUE_MS + (provider?.timeoutMs ?? 10_000) + 3_000;

/**
 * Look-ups after an unclear answer, and new attempts after a certain failure: seconds after the one
 * before.
 */
const SCHEDULE_S = [2, 10, 60, 300, 900];
export const MAX_ATTEMPTS = SCHEDULE_S.length;
export const delaySeconds = (attempt: number): number => pauseAfter(SCHEDULE_S, attempt);

/** Looks at a pending order: most are done within seconds. A callback wakes it earlier. */
const PENDING_S = [1, 2, 3, 4, 5, 10, 20, 30, 60];
export const pendingSeconds = (look: number): number => pauseAfter(PENDING_S, look);

/** What is known of an order that may have reached its telco. */
export const sentOrder = (order: Order): SentOrder => ({
  reference: order.reference,
  kind: order.kind,
  customer: order.partner_id,
  iccid: order.iccid,
  esim_id: order.provider_esim_id,
  template: order.template,
  provider_order_id: order.provider_order_id,
  sent_at: order.first_sent_at?.toISOString() ?? null,
});

const OPEN = "state in ('intent', 'unknown', 'pending')";
const take = (ms: string): string => `${lease(ms)}, updated_at = clock_timestamp()`;

/** Takes the lease of one order unless another holds it. */
export const takeOrder = (tx: Tx, id: string, ms: number): Promise<Order | undefined> =>
  tx.one<Order>(
    `update provider_orders
     set ${take('$2')}
     where id = $1 and ${OPEN} and ${FREE}
     returning ${ORDER_COLUMNS}`,
    [id, ms],
  );

/** Takes due orders of a provider; partners take turns, several workers share them out. */
export const takeDueOrders = (
  db: Queryable,
  provider: string,
  room: Room,
  ms: number,
): Promise<Order[]> =>
  db.rows<Order>(
    `${claimInTurns({
      table: 'provider_orders',
      of: 'provider = $5',
      which: `${OPEN} and ${FREE}`,
      take: take('$4'),
    })} returning ${ORDER_COLUMNS}`,
    [...roomParams(room), ms, provider],
  );

/** Those that orders are planned with, connected or not. */
export const providersWithWork = async (db: Queryable): Promise<string[]> =>
  (await db.rows<{ provider: string }>(plannedBy('provider_orders', 'provider'))).map(
    (row) => row.provider,
  );

/**
 * Commits that a call is about to leave. False: the lease was lost, or the sandbox partner is being
 * reset; nothing may be sent.
 */
export async function markSending(db: Queryable, order: Order, ms: number): Promise<boolean> {
  const row = await db.one(
    `update provider_orders
     set sends = sends + 1, sent_at = clock_timestamp(),
       first_sent_at = coalesce(first_sent_at, clock_timestamp()),
       lease_until = clock_timestamp() + $3 * interval '1 ms',
       next_attempt_at = clock_timestamp() + $3 * interval '1 ms'
     where id = $1
       and fence = $2
       and ${OPEN}
       and not exists (select 1
         from partner_clocks c
         where c.partner_id = provider_orders.partner_id
           and c.is_resetting
           and c.advancing_until > clock_timestamp())
     returning id`,
    [order.id, order.fence, ms],
  );
  return row !== undefined;
}

export type Settlement = {
  state: OrderState;
  /** seconds until the next attempt, null for none, 'as_planned' leaves the schedule alone */
  after: number | null | 'as_planned';
  /** certain that nothing is in flight */
  nothingSent?: boolean;
  lookups?: number;
  evidence?: Record<string, unknown>;
  providerOrderId?: string;
  esimId?: string;
  cost?: Money | null;
  /** how long the order may be pending, from when it first is */
  pendingMs?: number;
};

/**
 * Gives the lease back with what was learnt. False: another has taken over meanwhile, and its word
 * counts.
 */
export async function settle(db: Queryable, order: Order, outcome: Settlement): Promise<boolean> {
  const row = await db.one(
    `update provider_orders
     set state = $3,
       next_attempt_at = case when $9 then next_attempt_at else clock_timestamp() + $4 * interval '1 s' end,
       lease_until = null, sends = case when $10 then 0 else sends end,
       sent_at = case when $10 then null else sent_at end,
       first_sent_at = case when $10 then null else first_sent_at end,
       settled_at = case when $3 in ('confirmed', 'rejected') then clock_timestamp() end,
       lookups = coalesce($5, lookups),
       evidence = case when jsonb_array_length(evidence) >= 100 then evidence - 0 else evidence end || $6::jsonb,
       provider_order_id = case when $10 then null else coalesce($7, provider_order_id) end, esim_id = coalesce($8, esim_id),
       cost_minor = coalesce($11, cost_minor), cost_currency = coalesce($12, cost_currency),
       pending_until = case when $3 = 'pending'
         then coalesce(pending_until, clock_timestamp() + $13 * interval '1 ms') end,
       updated_at = clock_timestamp()
     where id = $1 and fence = $2 and ${OPEN}
     returning id`,
    [
      order.id,
      order.fence,
      outcome.state,
      outcome.after === 'as_planned' ? null : outcome.after,
      outcome.lookups ?? null,
      JSON.stringify(
        outcome.evidence === undefined
          ? []
          : [{ at: new Date().toISOString(), ...outcome.evidence }],
      ),
      outcome.providerOrderId ?? null,
      outcome.esimId ?? null,
      outcome.after === 'as_planned',
      outcome.nothingSent ?? false,
      outcome.cost?.minor ?? null,
      outcome.cost?.currency ?? null,
      outcome.pendingMs ?? null,
    ],
  );
  return row !== undefined;
}
