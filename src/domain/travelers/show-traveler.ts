/** One traveler on a screen: who they are, their bookings, what they have, and on which eSIMs. */
import type { Context } from '../../context.ts';
import { queueUuid } from '../../ids.ts';
import { publicNameOf } from '../suppliers/public-name.ts';
import { readFacts, type TravelerFacts } from './traveler-facts.ts';

export type TravelerView = ReturnType<typeof viewTraveler>;

/** 404 `user_not_found`. */
export const showTraveler = async (ctx: Context, partnerId: string, id: string) =>
  viewTraveler(ctx, await ctx.db.partnerRead(partnerId, (db) => readFacts(db, partnerId, id)));

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

function viewTraveler(ctx: Context, facts: TravelerFacts) {
  const byEsim = Map.groupBy(facts.packages, ({ esim_id }) => esim_id);
  return {
    id: facts.id,
    external_user_id: facts.external_user_id,
    emails: facts.emails,
    created_at: facts.created_at.toISOString(),
    erased_at: iso(facts.erased_at),
    bookings: facts.bookings.map((b) => ({
      id: b.id,
      booking_id: b.booking_id,
      kind: b.kind,
      departure_date: b.departure_date,
      created_at: b.created_at.toISOString(),
      cancelled_at: iso(b.cancelled_at),
    })),
    esims: facts.esims.map((e) => ({
      id: e.id,
      type: e.type,
      iccid: e.iccid,
      provider: publicNameOf(ctx, e.provider),
      status: e.status,
      time_assigned: e.time_assigned.toISOString(),
      installed_at: iso(e.installed_at),
      archived_at: iso(e.archived_at),
      packages: (byEsim.get(e.id) ?? []).map((k) => ({
        id: k.id,
        package_queue_uuid: queueUuid(k.queue_id),
        bundle_id: k.bundle_id,
        iso3: k.iso3,
        status: k.status,
        total_bytes: k.total_bytes,
        used_bytes: k.used_bytes,
        assigned_at: k.assigned_at.toISOString(),
        date_activated: iso(k.date_activated),
        expires_at: iso(k.expires_at),
      })),
    })),
    entitlements: facts.queues.map((q) => ({
      uuid: queueUuid(q.id),
      booking_id: q.booking_id,
      esim_type: q.esim_type,
      bundle_id: q.bundle_id,
      iso3: q.iso3,
      bytes: q.bytes,
      duration_days: q.duration_days,
      promo_code: q.code,
      created_at: q.created_at.toISOString(),
      claimed_at: iso(q.claimed_at),
      redeemed_at: iso(q.redeemed_at),
      cancelled_at: iso(q.cancelled_at),
      expires_at: iso(q.expires_at),
    })),
  };
}
