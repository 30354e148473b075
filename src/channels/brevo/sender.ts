/**
 * Mail through Brevo's API: POST /smtp/email, by the partner's numeric templates or with our own
 * bodies.
 */
import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';
import { asciiEmail } from '../../input/email.ts';
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
      try {
        const { statusCode, headers, body } = await request(`${url}/smtp/email`, {
          method: 'POST',
          dispatcher: agent,
          signal: AbortSignal.timeout(totalMs),
          headers: {
            'api-key': apiKey,
            'content-type': 'application/json',
            accept: 'application/json',
          },
          body: JSON.stringify(bodyOf(mail)),
        });
        return outcomeOf(statusCode, headers, await readJson(body));
      } catch (error) {
        const code = (error as { code?: string }).code ?? '';
        // Refused or unknown hosts never saw it; with all else nobody knows.
        return {
          kind: 'postponed',
          reason: (error as Error).name === 'TimeoutError' ? 'timeout' : 'connection',
          retryAfterS: null,
          isUnclear: ![
            'ECONNREFUSED',
            'ENOTFOUND',
            'EAI_AGAIN',
            'UND_ERR_CONNECT_TIMEOUT',
          ].includes(code),
        };
      }
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

async function readJson(body: AsyncIterable<Buffer>): Promise<Reply> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    if ((size += part.length) > MAX_ANSWER) break;
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString());
    return typeof value === 'object' && value !== null ? (value as Reply) : {};
  } catch {
    return {};
  }
}

function outcomeOf(
  status: number,
  headers: Record<string, string | string[] | undefined>,
  reply: Reply,
): SendOutcome {
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
    return postponed(false, waitOf(headers['retry-after'] ?? headers['x-sib-ratelimit-reset']));
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

/** Seconds, or an HTTP date. */
function waitOf(header: string | string[] | undefined): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(text)
    ? Number(text)
    : text === '' || Number.isNaN(Date.parse(text))
      ? null
      : Math.max(0, (Date.parse(text) - Date.now()) / 1000);
  return seconds === null ? null : Math.min(seconds, LONGEST_WAIT_S);
}
