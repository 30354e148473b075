/** One delivery with its attempts, and what was sent. */
import { SECRET_PREFIX, signatureHeaders, signingKeys } from '@hubby/sdk/webhooks';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { AppError } from '../../../errors.ts';
import { BEHIND_ALL } from '../../../input/paging.ts';
import { SECRET } from '../../audit/mask.ts';
import { envelopeOf, headersOf } from '../delivering/attempt.ts';
import type { Endpoint, StoredEvent } from '../delivering/claim.ts';
import { attemptsOf, findDeliveries, type Attempt } from '../delivering/find-deliveries.ts';
import { SHOWN_ATTEMPTS } from '../delivering/list-deliveries.ts';
import { rowView, type DeliveryRowView } from './list-delivery-rows.ts';
import { maskBody } from './mask-body.ts';

/** `headers`: as the endpoint is set at present, dated as the newest attempt was. */
export type Sent = { headers: Record<string, string>; body: string; is_masked: boolean };
export type DeliveryDetails = DeliveryRowView & { attempts: Attempt[]; sent: Sent };

type Stored = StoredEvent & { sent_at: Date };
type Keys = Pick<Endpoint, 'key_header' | 'key_prefix'> & { has_key: boolean; is_signed: boolean };

/** Signs what is thrown away, for the names of the headers. */
const DECOY = signingKeys(SECRET_PREFIX);

/** Throws 404 `event_not_found`, also for an event that was never to be sent. */
export async function showDelivery(
  ctx: Context,
  partnerId: string,
  eventId: string,
  { seesBodies }: { seesBodies: boolean },
): Promise<DeliveryDetails> {
  return ctx.db.partnerRead(partnerId, async (tx) => {
    const one = { event_id: eventId };
    const { rows } = await findDeliveries(tx, partnerId, BEHIND_ALL, one, 1);
    const [row] = rows;
    if (row === undefined) throw new AppError('event_not_found', 'There is no such delivery.');
    const attempts = (await attemptsOf(tx, partnerId, rows, SHOWN_ATTEMPTS))(eventId);
    const event = (await storedOf(tx, partnerId, eventId))!;
    const body = envelopeOf(event);
    const headers = await sentHeaders(tx, partnerId, event, body);
    return {
      ...rowView(row, attempts),
      attempts: seesBodies ? attempts : attempts.map(masked),
      sent: { headers, body: seesBodies ? body : maskBody(body), is_masked: !seesBodies },
    };
  });
}

/** What was answered may be what was sent. */
const masked = (attempt: Attempt): Attempt => ({
  ...attempt,
  response_body: attempt.response_body === null ? null : maskBody(attempt.response_body),
});

/** `sent_at`, real time: of the newest attempt, as well as its end tells; the present without one. */
const storedOf = (tx: Queryable, partnerId: string, eventId: string): Promise<Stored | undefined> =>
  tx.one<Stored>(
    `select e.id as event_id, e.type, e.occurred_at, e.data::text as data,
       coalesce((select a.recorded_at - a.duration_ms * interval '1 ms'
         from attempts a
         where a.partner_id = $1 and a.event_id = $2
         order by a.number desc
         limit 1), now()) as sent_at
     from events e
     where e.partner_id = $1 and e.id = $2`,
    [partnerId, eventId],
  );

/** Nothing that is secret is opened for it: what stands in its place is known beforehand. */
async function sentHeaders(
  tx: Queryable,
  partnerId: string,
  event: Stored,
  body: string,
): Promise<Record<string, string>> {
  const endpoint = await tx.one<Keys>(
    `select key_header, key_prefix, key_sealed is not null as has_key,
       secret_sealed is not null as is_signed
     from webhook_endpoints
     where partner_id = $1`,
    [partnerId],
  );
  const { has_key = false, is_signed = false } = endpoint ?? {};
  const signatures = is_signed
    ? signatureHeaders([DECOY], event.event_id, body, event.sent_at.getTime())
    : {};
  return headersOf(
    endpoint ?? { key_header: 'x-api-key', key_prefix: '' },
    has_key ? SECRET : null,
    Object.fromEntries(
      Object.entries(signatures).map(([name, value]) => [
        name,
        name.endsWith('-signature') ? SECRET : value,
      ]),
    ),
  );
}
