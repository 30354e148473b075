/** Events that are delivered once more, each with the retry schedule from its beginning. */
import { AppError } from '../../../errors.ts';
import type { Queryable, Tx } from '../../../db/pool.ts';

/**
 * An attempt that is under way keeps its row in the log, and changes nothing any more: the fence
 * has moved on.
 */
const AGAIN = `on conflict (partner_id, event_id) do update set state = 'pending', tries = 0, next_attempt_at = excluded.next_attempt_at,
  lease_until = null, fence = deliveries.fence + 1, updated_at = excluded.updated_at`;

export type Flags = Record<string, boolean>;

/** The flags of the enabled endpoint. */
export const enabledFlags = async (db: Queryable, partnerId: string): Promise<Flags | null> =>
  (
    await db.one<{ events: Flags }>(
      `select events
       from webhook_endpoints
       where partner_id = $1 and is_enabled and url is not null`,
      [partnerId],
    )
  )?.events ?? null;

/**
 * Whether there is an enabled endpoint. Its row is locked, before any event: one that is switched
 * off at the same time puts aside what is started here.
 */
export const lockEnabled = async (tx: Tx, partnerId: string): Promise<boolean> =>
  (await tx.one(
    `select 1
     from webhook_endpoints
     where partner_id = $1 and is_enabled and url is not null
     for share`,
    [partnerId],
  )) !== undefined;

export const notEnabled = (): AppError =>
  new AppError(
    'webhook_not_enabled',
    'There is no enabled webhook endpoint to send to. Set one with PUT /api/webhooks/settings.',
  );

/** Those of them that are there, locked against the housekeeping. */
export const lockEvents = async (
  tx: Tx,
  partnerId: string,
  ids: readonly string[],
): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(
      `select id
       from events
       where partner_id = $1 and id = any($2)
       order by id
       for key share`,
      [partnerId, ids],
    )
  ).map(({ id }) => id);

/** `ids`: as locked. `now`: the partner's time. */
export const sendAgain = (
  tx: Tx,
  partnerId: string,
  ids: readonly string[],
  now: Date,
): Promise<unknown> =>
  tx.rows(
    `insert into deliveries (partner_id, event_id, state, next_attempt_at, created_at, updated_at)
     select $1, id, 'pending', $3, $3, $3
     from unnest($2::text[]) as again(id)
     order by id ${AGAIN}`,
    [partnerId, ids, now],
  );
