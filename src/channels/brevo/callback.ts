/** What Brevo's transactional webhooks say of mails it has taken, in our words. */
import { AppError } from '../../errors.ts';
import type { MailCallbacks, MailReport } from '../mail.ts';

/** Brevo's names of what happened → ours. Of others (`request`, `opened` …) nothing follows. */
const MEANINGS: Record<string, MailReport['what']> = {
  delivered: 'delivered',
  hard_bounce: 'bounced',
  invalid_email: 'bounced',
  blocked: 'blocked',
  spam: 'complained',
  error: 'failed',
  soft_bounce: 'delayed',
  deferred: 'delayed',
};
const MOST_EVENTS = 1_000;
const LONGEST_ID = 500;

type BrevoEvent = Record<string, unknown>;

export const brevoCallbacks: MailCallbacks = {
  events: Object.keys(MEANINGS),
  parse(rawBody) {
    const events = eventsOf(rawBody);
    return {
      received: events.length,
      reports: events.map(reportOf).filter((report) => report !== null),
    };
  },
};

/** The API's answers name a mail with angle brackets, callbacks with or without. */
export const bareMessageId = (id: string): string => id.replace(/^<|>$/g, '');

function eventsOf(rawBody: string): BrevoEvent[] {
  let body: unknown;
  try {
    body = JSON.parse(rawBody.replace(/^\uFEFF/, ''));
  } catch {
    throw new AppError('invalid_request', 'The body is no JSON.');
  }
  const isObject = (x: unknown): x is BrevoEvent =>
    typeof x === 'object' && x !== null && !Array.isArray(x);
  const events = Array.isArray(body) ? body : [body];
  if (!events.every(isObject))
    throw new AppError('invalid_request', 'Expected an event or an array of events.');
  return events.slice(0, MOST_EVENTS);
}

function reportOf(event: BrevoEvent): MailReport | null {
  const { event: name, 'message-id': id, 'X-Mailin-custom': reference } = event;
  if (typeof name !== 'string' || !Object.hasOwn(MEANINGS, name)) return null;
  return {
    what: MEANINGS[name]!,
    word: name,
    reference: String(reference ?? ''),
    providerMessageId: typeof id === 'string' && id.length <= LONGEST_ID ? bareMessageId(id) : null,
  };
}
