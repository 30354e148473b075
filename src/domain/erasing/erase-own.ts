/** What is a traveler's by its keys, in one transaction; done again it changes nothing more. */
import type { Tx } from '../../db/pool.ts';
import { entitiesOf } from './entities-of.ts';
import { eraseInBookings, eraseInQueues } from './erase-bookings.ts';
import { eraseInEvents } from './erase-events.ts';
import { eraseMessages } from './erase-messages.ts';
import type { Known } from './known.ts';
import { messagesOf } from './messages-of.ts';
import { ERASED } from './redact.ts';

/** In the order of the house; the traveler and the bookings are locked. `now` is the partner's. */
export async function eraseOwn(tx: Tx, known: Known, now: Date): Promise<void> {
  const { partnerId, travelerId, words, bookings, queueIds } = known;
  const own = [partnerId, travelerId];
  const messages = await messagesOf(tx, known);
  // Whoever booked for the traveler alone is named in what was told of that.
  const told = { ...words, addresses: [...words.addresses, ...(await bookersOf(tx, known))] };
  await tx.rows('delete from traveler_emails where partner_id = $1 and traveler_id = $2', own);
  await tx.rows(
    `update travelers
     set external_user_id = null, is_id_generated = false, erased_at = coalesce(erased_at, now())
     where partner_id = $1 and id = $2`,
    own,
  );
  await eraseInBookings(tx, partnerId, bookings, words);
  await eraseInQueues(tx, partnerId, queueIds);
  await eraseVisits(tx, known);
  await eraseSupport(tx, partnerId, travelerId, now);
  await tx.rows(
    `update purchases
     set receipt_to = null, return_to = '',
       refund_asked = case when refund_asked is not null then '' end
     where partner_id = $1 and traveler_id = $2`,
    own,
  );
  await eraseInEvents(tx, partnerId, entitiesOf(known), told);
  await tx.rows('delete from suppressed_recipients where partner_id = $1 and recipient = any($2)', [
    partnerId,
    words.addresses,
  ]);
  await eraseMessages(tx, partnerId, messages, now);
}

async function bookersOf(tx: Tx, { partnerId, bookings }: Known): Promise<string[]> {
  const rows = await tx.rows<{ email: string }>(
    `select distinct lower(email) as email
     from bookings
     where partner_id = $1 and id = any($2) and email is not null`,
    [partnerId, bookings.flatMap(({ id, is_shared }) => (is_shared ? [] : id))],
  );
  return rows.map(({ email }) => email);
}

/** Sessions, and whatever opens something of theirs. */
async function eraseVisits(tx: Tx, { partnerId, travelerId, esims }: Known): Promise<void> {
  const own = [partnerId, travelerId];
  await tx.rows('delete from webview_sessions where partner_id = $1 and traveler_id = $2', own);
  await tx.rows('delete from redirect_tokens where partner_id = $1 and traveler_id = $2', own);
  await tx.rows('delete from device_tokens where partner_id = $1 and traveler_id = $2', own);
  await tx.rows('delete from install_tokens where partner_id = $1 and esim_id = any($2)', [
    partnerId,
    esims.map(({ id }) => id),
  ]);
}

/** Nobody waits for an answer any more. */
const eraseSupport = (tx: Tx, partnerId: string, travelerId: string, now: Date): Promise<unknown> =>
  tx.rows(
    `update support_requests
     set subject = $4, body = $4, answered = null, status = 'closed', updated_at = $3,
       context = context || jsonb_build_object('external_user_id', $4::text, 'device_model', null,
         'os', null, 'os_version', null)
     where partner_id = $1 and traveler_id = $2 and (status <> 'closed' or body <> $4)`,
    [partnerId, travelerId, now, ERASED],
  );
