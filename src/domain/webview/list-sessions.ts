/** GET /api/webapp/me/sessions: where the traveler is signed in, newest first. */
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';
import type { DeviceHints, Visitor } from './visitor.ts';

/** More than anybody has within a day. */
const SHOWN = 100;

type Row = {
  id: string;
  opened_by: 'redirect' | 'mail';
  booking_id: string | null;
  device: DeviceHints;
  created_at: Date;
  last_seen_at: Date;
  ends_at: Date;
};

export async function listSessions(ctx: Context, partner: Partner, visitor: Visitor) {
  const rows = await ctx.db.partnerTx(partner.id, (tx) =>
    tx.rows<Row>(
      `select id, opened_by, booking_id, device, created_at, last_seen_at, ends_at
       from webview_sessions
       where partner_id = $1 and traveler_id = $2 and ended_at is null and ends_at > $3
       order by id desc
       limit ${SHOWN}`,
      [partner.id, visitor.travelerId, ctx.clock.now()],
    ),
  );
  return {
    sessions: rows.map((row) => ({
      id: row.id,
      is_current: row.id === visitor.sessionId,
      opened_by: row.opened_by,
      scope: row.booking_id === null ? ('traveler' as const) : ('booking' as const),
      device: row.device,
      created_at: row.created_at.toISOString(),
      last_seen_at: row.last_seen_at.toISOString(),
      ends_at: row.ends_at.toISOString(),
    })),
  };
}
