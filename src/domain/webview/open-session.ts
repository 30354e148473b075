/**
 * A session for a traveler who has shown who they are, by a redirect token or by the link of a mail
 * and its address. In the caller's transaction, which uses up what was shown.
 */
import type { Context } from '../../context.ts';
import type { Tx } from '../../db/pool.ts';
import { newId } from '../../ids.ts';
import { resolveLocale } from '../catalog/locales.ts';
import type { Partner } from '../partners/partner.ts';
import { partnerNow } from '../partners/now.ts';
import { nameTraveler } from '../travelers/name-traveler.ts';
import { noteOpenedBy } from '../travelers/note-opened.ts';
import { bookingOf, type DeviceHints, type SessionScope, type Visitor } from './visitor.ts';

const LIFE_MS = 24 * 3_600_000;

export type Opening = {
  travelerId: string;
  by: 'redirect' | 'mail';
  scope: SessionScope;
  /** as asked; null = the partner's */
  locale: string | null;
  device: DeviceHints;
  /** by which the same page finds it again; null = by none */
  openingHash?: Buffer | null;
};

/**
 * The caller holds the traveler (travelers/lock-traveler.ts), and with a session for one booking
 * says itself what was opened. Null: the traveler is gone.
 */
export async function openSession(
  ctx: Pick<Context, 'clock' | 'clocks'>,
  tx: Tx,
  partner: Pick<Partner, 'id' | 'settings'>,
  { travelerId, by, scope, locale: asked, device, openingHash = null }: Opening,
): Promise<Visitor | null> {
  const externalUserId = await nameTraveler(tx, partner.id, travelerId);
  if (externalUserId === null) return null;
  const now = ctx.clock.now();
  const session: Visitor = {
    sessionId: newId('wvs'),
    travelerId,
    externalUserId,
    locale: resolveLocale(asked, partner.settings.locale).locale,
    device,
    scope,
    endsAt: new Date(now.getTime() + LIFE_MS),
  };
  await tx.rows(
    `insert into webview_sessions (partner_id, id, traveler_id, opened_by, booking_id, locale,
       device, created_at, last_seen_at, ends_at, opening_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)`,
    [
      partner.id,
      session.sessionId,
      travelerId,
      by,
      bookingOf(session),
      session.locale,
      JSON.stringify(device),
      now,
      session.endsAt,
      openingHash,
    ],
  );
  if (scope === 'traveler')
    await noteOpenedBy(tx, partner.id, travelerId, partnerNow(ctx, partner));
  return session;
}
