/**
 * Pushes through FCM's HTTP v1 API: a request per device, data only, so that the app decides what
 * is shown.
 */
import { Agent } from 'undici';
import type { DeviceOutcome, Push, PushSender } from '../push.ts';
import { makeAccessTokens, type ServiceAccount } from './access-tokens.ts';
import { post, type Reply } from './http.ts';

/** Devices of one push at once. */
const AT_ONCE = 4;
const REQUEST_MS = 10_000;
/** Devices that were not reached by then are postponed: the message's lease must not run out. */
const TOTAL_MS = 60_000;

export type FcmOptions = {
  /** without a trailing slash */ url: string;
  account: ServiceAccount;
  requestMs?: number;
  totalMs?: number;
};

export function makeFcm({
  url,
  account,
  requestMs = REQUEST_MS,
  totalMs = TOTAL_MS,
}: FcmOptions): PushSender {
  const agent = new Agent({ connections: 96, pipelining: 1, connect: { timeout: 5_000 } });
  const access = makeAccessTokens(account, agent, requestMs);
  const target = `${url}/v1/projects/${encodeURIComponent(account.projectId)}/messages:send`;

  /** `denied`: no access token is to be had. */
  const attempt = async (
    payload: string,
  ): Promise<{ reply: Reply } | { denied: DeviceOutcome }> => {
    for (let isFirst = true; ; isFirst = false) {
      const got = await access.get();
      if (!('token' in got)) return { denied: postponed(got.reason, got.retryAfterS) };
      const reply = await post(
        agent,
        target,
        { authorization: `Bearer ${got.token}`, 'content-type': 'application/json' },
        payload,
        requestMs,
      );
      if (reply.status !== 401 || errorCode(reply) === 'THIRD_PARTY_AUTH_ERROR' || !isFirst)
        return { reply };
      access.refuse(got.token);
    }
  };
  return {
    name: 'fcm',
    delivers: false,
    async send(push) {
      const deadline = Date.now() + totalMs;
      const outcomes = new Map<string, DeviceOutcome>();
      const waiting = push.tokens.values();
      let stop: DeviceOutcome | null = null;
      const work = async (): Promise<void> => {
        for (const token of waiting) {
          if (Date.now() > deadline) stop ??= postponed('timeout', null);
          const got =
            stop === null ? await attempt(JSON.stringify(bodyOf(push, token))) : { denied: stop };
          // What stops one stops all: they wait for the next try.
          if ('denied' in got) outcomes.set(token, (stop = got.denied));
          else outcomes.set(token, outcomeOf(got.reply));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return outcomes;
    },
    async close() {
      await agent.destroy();
    },
  };
}

/**
 * Data wakes an app in the background on Android only with priority, on Apple's only as
 * content-available.
 */
const bodyOf = ({ data }: Push, token: string): object => ({
  message: {
    token,
    data,
    android: { priority: 'HIGH' },
    apns: {
      headers: { 'apns-push-type': 'background', 'apns-priority': '5' },
      payload: { aps: { 'content-available': 1 } },
    },
  },
});

const postponed = (reason: string, retryAfterS: number | null): DeviceOutcome => ({
  kind: 'postponed',
  reason,
  retryAfterS,
});

type Detail = { '@type'?: unknown; errorCode?: unknown; fieldViolations?: unknown };
const detailsOf = ({ body }: Reply): Detail[] => {
  const { details } = (body['error'] ?? {}) as { details?: unknown };
  return Array.isArray(details)
    ? details.filter((d): d is Detail => typeof d === 'object' && d !== null)
    : [];
};

/** FCM's own code (UNREGISTERED …), which says more than the status. */
function errorCode(reply: Reply): string | null {
  const code = detailsOf(reply).find((d) => d.errorCode !== undefined)?.errorCode;
  return typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? code : null;
}

function outcomeOf(reply: Reply): DeviceOutcome {
  const { status, retryAfterS } = reply;
  if (status === null) return postponed(reply.reason, retryAfterS);
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const code = errorCode(reply);
  const reason = code === null ? `fcm_${status}` : `fcm_${status} ${code.toLowerCase()}`;
  if (status === 404 && code === 'UNREGISTERED') return { kind: 'gone' };
  if (status === 400)
    return isAboutToken(reply, code)
      ? { kind: 'gone' }
      : { kind: 'refused', reason, retryAfterS: null };
  // A token of another Firebase project; dropping it would lose all devices to one wrong variable.
  if (code === 'SENDER_ID_MISMATCH') return { kind: 'refused', reason, retryAfterS: null };
  // 401, 403, 404: account, rights, project, Apple's certificate, which somebody puts right; 429
  // and 5xx: later.
  return postponed(reason, retryAfterS);
}

/**
 * INVALID_ARGUMENT of FCM itself that blames the token and nothing else; one that blames nothing
 * may be about anything.
 */
function isAboutToken(reply: Reply, code: string | null): boolean {
  const fields = detailsOf(reply)
    .flatMap((d) => (Array.isArray(d.fieldViolations) ? d.fieldViolations : []))
    .map((v: { field?: unknown } | null) => v?.field);
  return (
    code === 'INVALID_ARGUMENT' &&
    fields.length > 0 &&
    fields.every((field) => field === 'message.token')
  );
}
