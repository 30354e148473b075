/**
 * Writes what support has to know of a traveler onto its contact at Intercom: looked up by our user
 * id, made where there is none.
 */
import { Agent, request } from 'undici';

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
type Reply = { status: number; body: { data?: unknown; id?: unknown }; retryAfterS: number | null };
type Call = (method: 'POST' | 'PUT', path: string, body: object) => Promise<Reply>;

export function makeIntercom({ url, totalMs = TOTAL_MS }: IntercomOptions): Intercom {
  const agent = new Agent({ connections: 8, pipelining: 1, connect: { timeout: 5_000 } });
  return {
    async push(accessToken, contact) {
      const signal = AbortSignal.timeout(totalMs);
      const call: Call = async (method, path, body) => {
        const answer = await request(`${url}${path}`, {
          method,
          dispatcher: agent,
          signal,
          body: JSON.stringify(body),
          headers: {
            authorization: `Bearer ${accessToken}`,
            'intercom-version': API_VERSION,
            'content-type': 'application/json',
            accept: 'application/json',
          },
        });
        return {
          status: answer.statusCode,
          body: await readJson(answer.body),
          retryAfterS: waitOf(answer.headers),
        };
      };
      try {
        let reply = await upsert(call, contact);
        // A workspace takes only attributes that it knows: they are made once, by the first
        // contact.
        if (reply.status === 400 || reply.status === 422) {
          for (const name of Object.keys(contact.attributes))
            await call('POST', '/data_attributes', { name, model: 'contact', data_type: 'string' });
          reply = await upsert(call, contact);
        }
        return reply.status < 300
          ? { kind: 'pushed' }
          : { kind: 'failed', reason: `intercom_${reply.status}`, retryAfterS: reply.retryAfterS };
      } catch {
        return {
          kind: 'failed',
          reason: signal.aborted ? 'timeout' : 'connection',
          retryAfterS: null,
        };
      }
    },
    async close() {
      await agent.destroy();
    },
  };
}

/** Twice where another call makes the contact between look-up and making. */
async function upsert(call: Call, { userId, attributes }: Contact): Promise<Reply> {
  for (let attempt = 1; ; attempt++) {
    const found = await call('POST', '/contacts/search', {
      query: { field: 'external_id', operator: '=', value: userId },
    });
    if (found.status >= 300) return found;
    const [first] = Array.isArray(found.body.data) ? (found.body.data as { id?: unknown }[]) : [];
    const id = typeof first?.id === 'string' && /^[\w-]{1,100}$/.test(first.id) ? first.id : null;
    const reply =
      id === null
        ? await call('POST', '/contacts', {
            role: 'user',
            external_id: userId,
            custom_attributes: attributes,
          })
        : await call('PUT', `/contacts/${id}`, { custom_attributes: attributes });
    if (reply.status !== 409 || attempt === 2) return reply;
  }
}

async function readJson(body: AsyncIterable<Buffer>): Promise<Reply['body']> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    if ((size += part.length) > MAX_ANSWER) break;
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Seconds to wait, or Intercom's instant in Unix seconds at which its limit starts anew. */
function waitOf(headers: Record<string, string | string[] | undefined>): number | null {
  const after = Number(headers['retry-after'] ?? NaN);
  const reset = Number(headers['x-ratelimit-reset'] ?? NaN) - Date.now() / 1_000;
  const seconds = Number.isFinite(after) ? after : reset;
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, LONGEST_WAIT_S) : null;
}
