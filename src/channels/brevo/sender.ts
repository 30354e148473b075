/**
 * Mail through Brevo's API: POST /smtp/email, by the partner's numeric templates or with our own
 * bodies.
 */
import { createHash } from 'node:crypto';
import { Agent } from 'undici';
import { asciiEmail } from '../../input/email.ts';
import { retryAfterS } from '../../input/retry-after.ts';
import { call, membersOf, type Headers } from '../../outgoing/call.ts';
import type { Mail, MailSender, SendOutcome } from '../mail.ts';
import { bareMessageId } from './callback.ts';

const TOTAL_MS = 20_000;
const MAX_ANSWER = 20_000;
const LONGEST_WAIT_S = 24 * 3600;

export type BrevoOptions = {
  /** without a trailing slash */ url: string;
  apiKey: string;
  totalMs?: number;
};

export function makeBrevo({ url, apiKey, totalMs = TOTAL_MS }: BrevoOptions): MailSender {
  const agent = new Agent({ connections: 8, pipelining: 1, connect: { timeout: 5_000 } });
  return {
    name: 'brevo',
    usesTemplates: true,
    async send(mail): Promise<SendOutcome> {
      const reply = await call(agent, {
        method: 'POST',
        url: `${url}/smtp/email`,
        headers: {
          'api-key': apiKey,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify(bodyOf(mail)),
        signal: AbortSignal.timeout(totalMs),
        maxBytes: MAX_ANSWER,
      });
      if (reply.status !== null) return outcomeOf(reply.status, reply.headers, membersOf(reply));
      return {
        kind: 'postponed',
        reason: reply.reason,
        retryAfterS: null,
        isUnclear: reply.kind === 'unclear',
      };
    },
    async close() {
      await agent.destroy();
    },
  };
}

/**
 * A repeat within half an hour is known by this key and dropped there; a round that had no effect
 * must not stand in the way of the next.
 */
function repeatKey({ id, round }: Pick<Mail, 'id' | 'round'>): string {
  const hex = createHash('sha256').update(`${id} ${round}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const bodyOf = (mail: Mail): object => ({
  sender: { name: mail.from.name, email: asciiEmail(mail.from.address) },
  to: [{ email: asciiEmail(mail.to) }],
  ...(mail.replyTo === null ? {} : { replyTo: { email: asciiEmail(mail.replyTo) } }),
  headers: { 'X-Mailin-custom': mail.reference, idempotencyKey: repeatKey(mail) },
  tags: [mail.kind],
  ...(mail.template === null
    ? {
        subject: mail.subject,
        htmlContent: withImages(mail),
        textContent: mail.text,
        ...filesOf(mail),
      }
    : { templateId: mail.template.id, params: mail.template.params }),
});

/**
 * The API knows no inline attachments: images travel in the HTML, and once more as files for
 * readers that hide those.
 */
const withImages = (mail: Mail): string =>
  mail.attachments.reduce(
    (html, a) =>
      html.replaceAll(
        `cid:${a.cid}`,
        `data:${a.contentType};base64,${a.content.toString('base64')}`,
      ),
    mail.html,
  );

const filesOf = ({ attachments }: Mail): object =>
  attachments.length === 0
    ? {}
    : {
        attachment: attachments.map((a) => ({
          name: a.filename,
          content: a.content.toString('base64'),
        })),
      };

type Reply = { messageId?: unknown; code?: unknown; message?: unknown };

function outcomeOf(status: number, headers: Headers, reply: Reply): SendOutcome {
  const code =
    typeof reply.code === 'string' && /^[a-z_]{1,40}$/.test(reply.code) ? reply.code : null;
  const reason = code === null ? `brevo_${status}` : `brevo_${status} ${code}`;
  const postponed = (isUnclear: boolean, retryAfterS: number | null = null): SendOutcome => ({
    kind: 'postponed',
    reason,
    retryAfterS,
    isUnclear,
  });
  if (status >= 200 && status < 300)
    return {
      kind: 'sent',
      providerMessageId:
        typeof reply.messageId === 'string' ? bareMessageId(reply.messageId) : null,
      isDelivered: false,
    };
  // An attempt whose answer was lost had reached it.
  if (code === 'duplicate_parameter')
    return { kind: 'sent', providerMessageId: null, isDelivered: false };
  if (status === 429)
    return postponed(
      false,
      retryAfterS(
        headers['retry-after'] ?? headers['x-sib-ratelimit-reset'],
        Date.now(),
        LONGEST_WAIT_S,
      ),
    );
  // Key, credits, rights, template: what somebody puts right.
  if ([401, 402, 403, 404].includes(status)) return postponed(false);
  // The address it comes from is not theirs yet: the same.
  if (status === 400 && typeof reply.message === 'string' && /\bsender\b/i.test(reply.message))
    return postponed(false);
  if (status < 500)
    return {
      kind: 'rejected',
      reason,
      isBounce:
        status === 400 &&
        typeof reply.message === 'string' &&
        /not valid in to\b/i.test(reply.message),
    };
  return postponed(true);
}
