/**
 * Who calls from the managed screens: by the session token, and by what its row says at this moment,
 * so that an ended session is over with the next request.
 */
import type { Context } from '../../context.ts';
import type { Batch } from '../../db/batch.ts';
import { partnerOf, type Partner, type PartnerRow } from '../partners/partner.ts';
import { sessionEnded } from './session-ended.ts';
import { readSessionToken, type SessionClaims } from './session-token.ts';
import type { DeviceHints, Visitor } from './visitor.ts';

/** What find-visitors.sql answers. */
type Found = {
  session_id: string;
  traveler_id: string;
  external_user_id: string | null;
  booking_id: string | null;
  locale: string;
  device: DeviceHints;
  ends_at: string;
  ended_at: string | null;
  last_seen_at: string;
  partner: Omit<PartnerRow, 'suspended_at'> & { suspended_at: string | null };
};

const FIND: Batch<SessionClaims, Found | null> = {
  name: 'find-visitors',
  text: 'select n, r from find_visitors($1::text[], $2::text[])',
  params: (items) => [items.map((i) => i.partnerId), items.map((i) => i.sessionId)],
  partnerOf: ({ partnerId }) => partnerId,
};

/** A session is seen at most so often: each time is a write. */
const SEEN_MS = 60_000;

export type FoundVisitor = { partner: Partner; visitor: Visitor };

/** Throws `session_ended`, whatever the reason. */
export const findVisitor = async (ctx: Context, token: string): Promise<FoundVisitor> =>
  visitorOf(ctx, await readSessionToken(ctx, token));

/** Whose session it is while it goes on; throws as above. */
export async function visitorOf(ctx: Context, claims: SessionClaims): Promise<FoundVisitor> {
  const found = await ctx.db.batched(FIND, claims);
  const now = ctx.clock.now();
  if (
    found === null ||
    found.traveler_id !== claims.travelerId ||
    found.external_user_id === null ||
    found.ended_at !== null ||
    new Date(found.ends_at) <= now ||
    found.partner.suspended_at !== null
  )
    throw sessionEnded();
  if (now.getTime() - new Date(found.last_seen_at).getTime() > SEEN_MS)
    await noteSeen(ctx, claims, now);
  return {
    partner: await partnerOf(ctx.priceBooks, { ...found.partner, suspended_at: null }),
    visitor: {
      sessionId: found.session_id,
      travelerId: found.traveler_id,
      externalUserId: found.external_user_id,
      locale: found.locale,
      device: found.device,
      scope: found.booking_id === null ? 'traveler' : { bookingId: found.booking_id },
      endsAt: new Date(found.ends_at),
    },
  };
}

const noteSeen = (ctx: Context, { partnerId, sessionId }: SessionClaims, now: Date) =>
  ctx.db.partnerTx(partnerId, (tx) =>
    tx.rows(
      `update webview_sessions
       set last_seen_at = greatest(last_seen_at, $3)
       where partner_id = $1 and id = $2`,
      [partnerId, sessionId, now],
      'session-seen',
    ),
  );
