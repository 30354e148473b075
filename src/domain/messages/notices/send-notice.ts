/** Mails of the installation itself, to its operator and to members: by its own sender. */
import type { MailSender, SendOutcome } from '../../../channels/mail.ts';
import type { Context } from '../../../context.ts';
import { escapeHtml } from '../../../escape-html.ts';
import { nextDelay } from '../sending/retry-schedule.ts';
import { defaultAddress } from '../sending/sender-of.ts';

export const PLACES = 4;
/** Real time; above what any sender takes for one mail. */
export const LEASE_MS = 120_000;
export const LOOK_AGAIN_MS = 500;

export type Notice = {
  /** the same for every try: a sender that remembers ids sends it once */
  id: string;
  kind: 'operator_notice' | 'member_notice';
  /** tries before that certainly had no effect */
  rounds: number;
  recipient: string;
  subject: string;
  /** paragraphs with an empty line between them */
  text: string;
};

export const rejected = (reason: string): SendOutcome => ({
  kind: 'rejected',
  reason,
  isBounce: false,
});

export async function sendNotice(ctx: Context, notice: Notice): Promise<SendOutcome> {
  const sender = senderFor(ctx);
  if (sender === null) return rejected('no_sender');
  const { id, kind, rounds, recipient, subject, text } = notice;
  return sender.send({
    id,
    reference: id,
    round: rounds,
    kind,
    from: { name: 'Hubby', address: defaultAddress(ctx) },
    replyTo: null,
    to: recipient,
    locale: 'en',
    subject,
    text,
    html: htmlOf(text),
    attachments: [],
    template: null,
  });
}

/** The mailbox of staging shows mails of partners only. */
const senderFor = ({ mail }: Pick<Context, 'mail'>): MailSender | null =>
  mail.get('smtp') ?? mail.get('brevo') ?? null;

const htmlOf = (text: string): string =>
  escapeHtml(text)
    .split('\n\n')
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('\n');

/** What is written down of a try. `tries`: before it. */
export function noteOf(outcome: SendOutcome, tries: number) {
  const isPostponed = outcome.kind === 'postponed';
  const isSent = outcome.kind === 'sent';
  return {
    /** one more that certainly had no effect */
    rounds: isPostponed && !outcome.isUnclear ? 1 : 0,
    /** until the next one; null: there is none */
    delayMs: isPostponed ? nextDelay(tries + 1, Math.random(), outcome.retryAfterS) : null,
    isSent,
    reason: isSent ? null : outcome.reason,
  };
}
