/**
 * Writes what support has to know of a traveler onto its contact at Intercom: looked up by our user
 * id, made where there is none.
 */
import { Agent } from 'undici';
import { retryAfterS } from '../../input/retry-after.ts';
import { call, membersOf, type Headers, type Reply } from '../../outgoing/call.ts';

export type Contact = {
  /** what the app's SDK identifies its user by */ userId: string;
  attributes: Record<string, string | null>;
};
/** `retryAfterS`: how long to leave this workspace alone. Reasons hold nothing of the contact. */
export type Pushed =
  { kind: 'pushed' } | { kind: 'failed'; reason: string; retryAfterS: number | null };

export interface Intercom {
  /** Never rejects. */
  push(accessToken: string, contact: Contact): Promise<Pushed>;
  close(): Promise<void>;
}

const TOTAL_MS = 10_000;
const MAX_ANSWER = 100_000;
const LONGEST_WAIT_S = 3_600;
const API_VERSION = '2.11';

export type IntercomOptions = { /** without a trailing slash */ url: string; totalMs?: number };
type Send = (method: 'POST' | 'PUT', path: string, body: object) => Promise<Reply>;

export function makeIntercom({ url, totalMs = TOTAL_MS }: IntercomOptions): Intercom {
  const agent = new Agent({ connections: 8, pipelining: 1, connect: { timeout: 5_000 } });
  return {
    async push(accessToken, contact) {
      const headers = {
        authorization: `Bearer ${accessToken}`,
        'intercom-version': API_VERSION,
        'content-type': 'application/json',
        accept: 'application/json',
      };
      // One for all calls of a push.
      const signal = AbortSignal.timeout(totalMs);
      const send: Send = (method, path, body) =>
        call(agent, {
          method,
          url: `${url}${path}`,
          headers,
          body: JSON.stringify(body),
          signal,
          maxBytes: MAX_ANSWER,
        });
      const reply = await upsert(send, contact);
      // A workspace takes only attributes that it knows: they are made once, by the first contact.
      if (reply.status !== 400 && reply.status !== 422) return pushedBy(reply);
      for (const name of Object.keys(contact.attributes)) {
        const made = await send('POST', '/data_attributes', {
          name,
          model: 'contact',
          data_type: 'string',
        });
        if (made.status === null) return pushedBy(made);
      }
      return pushedBy(await upsert(send, contact));
    },
    async close() {
      await agent.destroy();
    },
  };
}

/** Twice where another call makes the contact between look-up and making. */
async function upsert(send: Send, { userId, attributes }: Contact): Promise<Reply> {
  for (let attempt = 1; ; attempt++) {
    const found = await send('POST', '/contacts/search', {
      query: { field: 'external_id', operator: '=', value: userId },
    });
    if (found.kind !== 'done') return found;
    const { data } = membersOf(found);
    const [first] = Array.isArray(data) ? (data as ({ id?: unknown } | null)[]) : [];
    const id = typeof first?.id === 'string' && /^[\w-]{1,100}$/.test(first.id) ? first.id : null;
    const reply =
      id === null
        ? await send('POST', '/contacts', {
            role: 'user',
            external_id: userId,
            custom_attributes: attributes,
          })
        : await send('PUT', `/contacts/${id}`, { custom_attributes: attributes });
    if (reply.status !== 409 || attempt === 2) return reply;
  }
}

function pushedBy(reply: Reply): Pushed {
  if (reply.kind === 'done') return { kind: 'pushed' };
  if (reply.status === null) return { kind: 'failed', reason: reply.reason, retryAfterS: null };
  const { status, headers } = reply;
  return { kind: 'failed', reason: `intercom_${status}`, retryAfterS: waitOf(headers) };
}

/** Seconds to wait, or Intercom's instant in Unix seconds at which its limit starts anew. */
function waitOf(headers: Headers): number | null {
  const now = Date.now();
  const reset = Number(headers['x-ratelimit-reset'] ?? NaN) - now / 1_000;
  const seconds = retryAfterS(headers['retry-after'], now, LONGEST_WAIT_S) ?? reset;
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_WAIT_S) : null;
}
