/**
 * One try of one delivery: the envelope, its headers, the POST, and what follows from the answer.
 */
import { signatureHeaders } from '@hubby/sdk/webhooks';
import type { Context } from '../../../context.ts';
import type { Claimed, Endpoint, StoredEvent } from './claim.ts';
import type { Result } from './record-attempts.ts';
import { nextDelay, readRetryAfter } from './retry-schedule.ts';

/** The same bytes at every attempt. */
export const envelopeOf = ({ event_id, type, occurred_at, data }: StoredEvent): string =>
  `{"event":${JSON.stringify(type)},"event_id":${JSON.stringify(event_id)},"timestamp":"${occurred_at.toISOString()}","data":${data}}`;

export const isSuccess = (status: number | null): boolean =>
  status !== null && status >= 200 && status < 300;

/** `key`: what the partner's own key header carries, null for none. */
export const headersOf = (
  endpoint: Pick<Endpoint, 'key_header' | 'key_prefix'>,
  key: string | null,
  signatures: Record<string, string>,
): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'Hubby-Webhooks/1',
  'accept-encoding': 'identity',
  ...(key === null ? {} : { [endpoint.key_header]: endpoint.key_prefix + key }),
  ...signatures,
});

/** Sends an event now, whatever is planned for it. */
export async function send(
  ctx: Context,
  partnerId: string,
  endpoint: Endpoint,
  event: StoredEvent,
) {
  // In bytes: encoded once for both signatures and the request.
  const body = Buffer.from(envelopeOf(event));
  const keys = [endpoint.secret_sealed, endpoint.previous_secret_sealed].flatMap((sealed) =>
    sealed === null ? [] : [ctx.endpointSecrets.openSigningKeys(partnerId, sealed)],
  );
  const key =
    endpoint.key_sealed === null
      ? null
      : ctx.endpointSecrets.openKey(partnerId, endpoint.key_sealed);
  const headers = headersOf(
    endpoint,
    key,
    signatureHeaders(keys, event.event_id, body, Date.now()),
  );
  return ctx.webhooks.post({ partnerId, url: endpoint.url, headers, body });
}

/**
 * `as`: `now` dates the attempt by the clock, `offsetMs` ahead of ours; `due` by when it was due,
 * for a clock that is being moved.
 */
export async function attempt(
  ctx: Context,
  partnerId: string,
  endpoint: Endpoint,
  claimed: Claimed,
  as: 'now' | 'due',
  offsetMs: number,
): Promise<Result> {
  const clock = (): Date => new Date(ctx.clock.now().getTime() + offsetMs);
  const attempted_at =
    as === 'now'
      ? clock()
      : new Date(Math.max(claimed.due_at.getTime(), claimed.touched_at.getTime()));
  const reply = await send(ctx, partnerId, endpoint, claimed);
  const ended_at = as === 'now' ? clock() : new Date(attempted_at.getTime() + reply.durationMs);
  const tries = claimed.tries + 1;
  const isDelivered = isSuccess(reply.status);
  const delay = isDelivered
    ? null
    : nextDelay(tries, Math.random(), readRetryAfter(reply.status, reply.retryAfter, Date.now()));
  return {
    event_id: claimed.event_id,
    fence: claimed.fence,
    tries,
    attempted_at,
    ended_at,
    url: endpoint.url,
    duration_ms: reply.durationMs,
    state: isDelivered ? 'delivered' : delay === null ? 'exhausted' : 'pending',
    next_attempt_at: delay === null ? null : new Date(ended_at.getTime() + delay),
    status_code: reply.status,
    error: reply.error,
    response_body: reply.body,
  };
}
