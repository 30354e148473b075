/**
 * Posts that are due. What fails comes again a few times; an address that takes nothing for a day, or
 * says that it is gone, is switched off, which its screen shows.
 */
import type { Context } from '../../../context.ts';
import { spreadPause } from '../../../db/due-work/back-off.ts';
import { claim, FREE, lease } from '../../../db/due-work/lease.ts';
import { workOff } from '../../../db/due-work/work-off.ts';
import { retryAfterMs } from '../../../input/retry-after.ts';
import { bySystem } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { notificationAddressRow } from '../../members/sealed-rows.ts';
import { findPlace } from '../find-place.ts';
import type { Language } from '../say.ts';
import type { Told } from '../told.ts';
import { postTo, type Posted } from './post-to.ts';
import { slackText } from './slack-text.ts';

const PLACES = 4;
const LEASE_MS = 120_000;
const LOOK_AGAIN_MS = 500;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Together about a day. */
const AGAIN_MS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR];
const OFF_AFTER = '20 hours';
/** Slack's: the channel is archived, or the webhook was removed. */
const GONE: readonly (number | null)[] = [404, 410];

type Claimed = {
  occasion_id: string;
  part: Told['part'];
  address_id: string;
  fence: number;
  tries: number;
};
type Post = Omit<Told, 'part'> & {
  partner_id: string | null;
  url_sealed: Buffer;
  language: Language;
  is_wanted: boolean;
};

const CLAIM = `${claim({
  table: 'notification_posts',
  key: 'occasion_id, part, address_id',
  which: FREE,
  take: lease(LEASE_MS),
  limit: '$1',
})} returning occasion_id, part, address_id, fence, tries`;

/** Answers how many were tried. */
export const sendPosts = (ctx: Context): Promise<number> =>
  workOff<Claimed>({
    places: PLACES,
    async *take(free) {
      yield await ctx.db.rows<Claimed>(CLAIM, [free]);
    },
    run: (claimed) => send(ctx, claimed),
    onFailure: ({ address_id: address }, error) =>
      ctx.log.error(
        { address, message: (error as Error).message },
        'a notification was not posted',
      ),
    isStopping: () => false,
    lookAgainMs: LOOK_AGAIN_MS,
  });

async function send(ctx: Context, claimed: Claimed): Promise<void> {
  const post = await ctx.db.one<Post>(
    `select o.partner_id, o.subject, o.about, o.facts, a.url_sealed, a.language,
       a.off_at is null and ($2 = 'over' or o.ended_at is null) as is_wanted
     from occasions o, notification_addresses a
     where o.id = $1 and a.id = $3
       and coalesce(a.partner_id, '') = coalesce(o.partner_id, '')`,
    [claimed.occasion_id, claimed.part, claimed.address_id],
  );
  // Removed meanwhile: its rows went with it.
  if (post === undefined) return;
  if (!post.is_wanted) return giveUp(ctx, claimed, 'not_wanted');
  const place = await findPlace(ctx, post.partner_id);
  const url = ctx.secrets.open(post.url_sealed, notificationAddressRow(claimed.address_id));
  const text = slackText(ctx, place, post.language, { ...post, part: claimed.part });
  const posted = await postTo(ctx, { id: claimed.address_id, url }, text);
  if (posted.error === null) await noteTaken(ctx, claimed);
  else await noteFailed(ctx, claimed, posted, post.partner_id);
}

const MINE = 'occasion_id = $1 and part = $2 and address_id = $3 and fence = $4';
const keyOf = ({ occasion_id, part, address_id, fence }: Claimed): unknown[] => [
  occasion_id,
  part,
  address_id,
  fence,
];

async function giveUp(ctx: Context, claimed: Claimed, reason: string): Promise<void> {
  await ctx.db.rows(
    `update notification_posts
     set next_attempt_at = null, lease_until = null, reason = $5
     where ${MINE}`,
    [...keyOf(claimed), reason],
  );
}

const noteTaken = (ctx: Context, claimed: Claimed): Promise<void> =>
  ctx.db.tx(async (tx) => {
    await tx.rows(
      `update notification_posts
       set tries = tries + 1, next_attempt_at = null, lease_until = null, posted_at = now(),
         reason = null
       where ${MINE}`,
      keyOf(claimed),
    );
    await tx.rows(
      `update notification_addresses
       set failing_since = null, last_error = null
       where id = $1 and failing_since is not null and off_at is null`,
      [claimed.address_id],
    );
  });

const noteFailed = (
  ctx: Context,
  claimed: Claimed,
  { status, error, retryAfter }: Posted,
  partnerId: string | null,
): Promise<void> =>
  ctx.db.tx(async (tx) => {
    const wait = retryAfterMs(retryAfter, Date.now());
    const pause = GONE.includes(status)
      ? null
      : spreadPause(AGAIN_MS, claimed.tries + 1, Math.random(), wait);
    await tx.rows(
      `update notification_posts
       set tries = tries + 1, lease_until = null, reason = $5,
         next_attempt_at = clock_timestamp() + $6::float8 * interval '1 ms'
       where ${MINE}`,
      [...keyOf(claimed), error, pause],
    );
    // What else waits there waits with it: one that hangs takes the places of all.
    await tx.rows(
      `update notification_posts
       set next_attempt_at = greatest(next_attempt_at, clock_timestamp() + $2 * interval '1 ms')
       where address_id = $1 and next_attempt_at is not null`,
      [claimed.address_id, pause ?? 0],
    );
    const off = await tx.one<{ off_reason: string | null }>(
      `update notification_addresses
       set failing_since = coalesce(failing_since, now()), last_error = $2,
         off_at = case when $3 or failing_since < now() - interval '${OFF_AFTER}' then now() end,
         off_reason = case when $3 then 'gone'
           when failing_since < now() - interval '${OFF_AFTER}' then 'failing' end
       where id = $1 and off_at is null
       returning off_reason`,
      [claimed.address_id, error, GONE.includes(status)],
    );
    if (off === undefined || off.off_reason === null) return;
    await recordAct(tx, bySystem('notifications'), {
      partnerId,
      action: 'notification_address.switched_off',
      subject: claimed.address_id,
      after: { reason: off.off_reason, error },
    });
  });
