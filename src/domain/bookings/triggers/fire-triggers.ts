/** Departure triggers of a batch of bookings, in one statement (fire-booking-triggers.sql). */
import type { Tx } from '../../../db/pool.ts';
import { newId } from '../../../ids.ts';
import { DEPARTURE_RULES } from './departure-triggers.ts';

const RULES = JSON.stringify(DEPARTURE_RULES);

/** A booking and the partner's time at which it is looked at. */
export type DueBooking = { id: string; at: Date };

/** True: there is something to deliver. */
export async function fireTriggers(
  tx: Tx,
  partnerId: string,
  due: readonly DueBooking[],
): Promise<boolean> {
  if (due.length === 0) return false;
  const row = await tx.one<{ deliver: boolean }>(
    'select fire_booking_triggers($1, $2, $3, $4, $5) as deliver',
    [
      partnerId,
      due.map((d) => d.id),
      due.map((d) => d.at),
      due.flatMap(() => DEPARTURE_RULES.triggers.map(() => newId('evt'))),
      RULES,
    ],
    'fire-triggers',
  );
  return row!.deliver;
}
