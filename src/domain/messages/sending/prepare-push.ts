/**
 * The first half of sending a push: which devices still lack it, and whether it still makes sense.
 */
import { createHash } from 'node:crypto';
import type { Push } from '../../../channels/push.ts';
import type { Tx } from '../../../db/pool.ts';
import { devicesOf } from '../../push-devices/devices-of.ts';
import type { MessageRow } from '../message-row.ts';

export type PreparedPush = { push: Push; message: MessageRow };
type Stop = { status: 'cancelled' | 'sent'; reason: string | null };

/** What is remembered of a device that has a push: no token. */
export const deviceHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url').slice(0, 22);

export async function preparePush(
  tx: Tx,
  partnerId: string,
  message: MessageRow,
): Promise<PreparedPush | Stop> {
  const tokens = (await devicesOf(tx, partnerId, message.recipient)).filter(
    (token) => !message.served.includes(deviceHash(token)),
  );
  const reason = tokens.length === 0 ? 'no_device' : await whyNot(tx, partnerId, message);
  // Whoever got it at an earlier attempt has it.
  if (reason !== null)
    return message.served.length > 0
      ? { status: 'sent', reason: null }
      : { status: 'cancelled', reason };
  return {
    push: {
      id: message.id,
      data: Object.fromEntries(
        Object.entries(message.data).map(([key, value]) => [key, String(value)]),
      ),
      tokens,
    },
    message,
  };
}

/** Null: the grant waits for its traveler. */
async function whyNot(tx: Tx, partnerId: string, message: MessageRow): Promise<string | null> {
  const grant = await tx.one<{
    cancelled_at: Date | null;
    redeemed_at: Date | null;
    expires_at: Date | null;
  }>(
    `select cancelled_at, redeemed_at, expires_at
     from package_queues
     where partner_id = $1 and id = $2`,
    [partnerId, message.subject_id],
  );
  if (grant === undefined || grant.cancelled_at !== null) return 'booking_cancelled';
  if (grant.redeemed_at !== null) return 'grant_claimed';
  return grant.expires_at !== null && grant.expires_at <= message.as_of ? 'grant_expired' : null;
}
