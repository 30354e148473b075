/**
 * Bodies of messages hold codes and names: they are emptied when nobody needs them any more, or
 * their partner wants them gone before. Retention runs on real time.
 */
import type { Context } from '../../context.ts';
import { behindEach, FORGET_BATCH, inBatches, type Looked } from '../../db/forget.ts';
import { firstIdAt } from '../../ids.ts';
import { MESSAGE_DAYS, retentionDays, type RetentionSettings } from '../settings/retention.ts';
import { DAY_MS } from '../time.ts';

type Old = { partner_id: string; ids: string[] };

/** Answers how many are emptied. */
export async function forgetOldMessages(ctx: Context): Promise<number> {
  let count = 0;
  await inBatches(async () => {
    const old = await ctx.db.rows<Old>(
      `select partner_id, array_agg(message_id) as ids
       from (select partner_id, message_id
         from dispatches
         where next_attempt_at is null and created_at < now() - interval '${MESSAGE_DAYS} days'
         order by created_at
         limit ${FORGET_BATCH}) d
       group by partner_id`,
    );
    for (const { partner_id, ids } of old) count += await empty(ctx, partner_id, ids);
    return old.reduce((sum, { ids }) => sum + ids.length, 0);
  });
  return count + (await emptyEarly(ctx));
}

/** But for what somebody has planned again meanwhile. */
const empty = (ctx: Context, partnerId: string, ids: readonly string[]): Promise<number> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    const gone = await tx.rows<{ message_id: string }>(
      `delete from dispatches
       where partner_id = $1 and message_id = any($2) and next_attempt_at is null
       returning message_id`,
      [partnerId, ids],
    );
    await tx.rows(
      `update messages
       set subject = null, text = null, html = null
       where partner_id = $1 and id = any($2)`,
      [partnerId, gone.map((g) => g.message_id)],
    );
    return gone.length;
  });

type Own = { id: string; retention: RetentionSettings };

/** Of partners that keep less than the installation. */
async function emptyEarly(ctx: Context): Promise<number> {
  const own = await ctx.db.rows<Own>(
    `select id, settings -> 'retention' as retention
     from partners
     where settings -> 'retention' ? 'message_days'`,
  );
  let count = 0;
  for (const { id, retention } of own) {
    const { message_days } = retentionDays(ctx.config, retention);
    const before = firstIdAt('msg', Date.now() - message_days * DAY_MS);
    count += await behindEach((after) => emptyBatch(ctx, id, after, before));
  }
  return count;
}

/**
 * Each is looked at once, by its id, which says when it was made. Its dispatch stays for as long as
 * the installation keeps it: a sender may still tell that the mail came back.
 */
const emptyBatch = (
  ctx: Context,
  partnerId: string,
  after: string,
  before: string,
): Promise<Looked> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    const left = await tx.rows<{ message_id: string }>(
      `select message_id
       from dispatches
       where partner_id = $1 and message_id > $2 and message_id < $3 and next_attempt_at is null
       order by message_id
       limit ${FORGET_BATCH}
       for update skip locked`,
      [partnerId, after, before],
    );
    const ids = left.map(({ message_id }) => message_id);
    const emptied = await tx.rows(
      `update messages
       set subject = null, text = null, html = null
       where partner_id = $1 and id = any($2) and num_nonnulls(subject, text, html) > 0
       returning id`,
      [partnerId, ids],
    );
    return { count: emptied.length, last: ids.length === FORGET_BATCH ? ids.at(-1) : undefined };
  });
