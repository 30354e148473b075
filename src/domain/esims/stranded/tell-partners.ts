/**
 * Partners hear of an outage where they have something: travelers whose eSIM is at the account, with
 * packages to come or data left. By events that are off until a partner wants them, once when it has
 * lasted for a while and once when it is over.
 */
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { OUTAGES } from '../../incidents/incident.ts';
import { partnerNow } from '../../partners/now.ts';
import { publicNameOf } from '../../suppliers/public-name.ts';
import { recordEvents, type NewEvent } from '../../webhooks/record-event.ts';
import { destinationsAt } from './destinations-at.ts';

/** Shorter ones pass before anybody could do anything. */
const LASTING = '5 minutes';

/** Answers how many partners were told something. */
export async function tellPartners(ctx: Context): Promise<number> {
  const told = (await tellBegun(ctx)) + (await tellOver(ctx));
  if (told > 0) ctx.wake('deliveries');
  return told;
}

type Outage = { id: string; account: string; began_at: Date };

async function tellBegun(ctx: Context): Promise<number> {
  const outages = await ctx.db.rows<Outage>(
    `select id::text, subject as account, began_at
     from incidents
     where kind = any($1) and ended_at is null and partners_at is null
       and began_at < now() - interval '${LASTING}'
     order by id`,
    [OUTAGES],
  );
  let count = 0;
  for (const outage of outages) {
    for (const partnerId of await partnerIds(ctx.db))
      if (await tellDisrupted(ctx, partnerId, outage)) count++;
    // Should this process die before, the constraint knows who was told.
    await ctx.db.rows('update incidents set partners_at = now() where id = $1', [outage.id]);
  }
  return count;
}

const partnerIds = async (db: Queryable): Promise<string[]> =>
  (await db.rows<{ id: string }>('select id from partners order by id')).map(({ id }) => id);

/** False: this partner has nothing there, or knows of it. */
const tellDisrupted = (ctx: Context, partnerId: string, outage: Outage): Promise<boolean> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    const now = partnerNow(ctx, { id: partnerId });
    const found = await destinationsAt(tx, partnerId, outage.account, now);
    if (found === null) return false;
    const noticed = await tx.one(
      `insert into outage_notices (partner_id, incident_id, account)
       select $1, id, subject
       from incidents
       where id = $2 and ended_at is null
       on conflict do nothing
       returning 1`,
      [partnerId, outage.id],
    );
    if (noticed === undefined) return false;
    await recordEvents(tx, [
      eventOf(ctx, 'supply.disrupted', { partnerId, outage, now, more: found }),
    ]);
    return true;
  });

type Over = Outage & { partner_id: string };

async function tellOver(ctx: Context): Promise<number> {
  const over = await ctx.db.rows<Over>(
    `select n.partner_id, n.incident_id::text as id, n.account, b.began_at
     from outage_notices n
     join incidents b on b.id = n.incident_id
     where n.restored_at is null and not exists (
       select 1 from incidents i
       where i.kind = any($1) and i.subject = n.account and i.ended_at is null)
     order by n.partner_id, n.incident_id`,
    [OUTAGES],
  );
  let count = 0;
  for (const { partner_id: id, ...outage } of over)
    if (await tellRestored(ctx, id, outage)) count++;
  return count;
}

const tellRestored = (ctx: Context, partnerId: string, outage: Outage): Promise<boolean> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    const noted = await tx.one(
      `update outage_notices
       set restored_at = now()
       where partner_id = $1 and incident_id = $2 and restored_at is null
       returning 1`,
      [partnerId, outage.id],
    );
    if (noted === undefined) return false;
    const now = partnerNow(ctx, { id: partnerId });
    await recordEvents(tx, [eventOf(ctx, 'supply.restored', { partnerId, outage, now, more: {} })]);
    return true;
  });

type About = { partnerId: string; outage: Outage; now: Date; more: object };

function eventOf(
  ctx: Context,
  type: 'supply.disrupted' | 'supply.restored',
  { partnerId, outage: { id, account, began_at: began }, now, more }: About,
): NewEvent {
  const outageId = `outage_${id}`;
  // The partner's time may be ahead of ours.
  const since = new Date(now.getTime() - (Date.now() - began.getTime())).toISOString();
  return {
    partnerId,
    type,
    entityId: outageId,
    sequence: type === 'supply.disrupted' ? 1 : 2,
    at: now,
    data: { outage_id: outageId, provider: publicNameOf(ctx, account), since, ...more },
  };
}
