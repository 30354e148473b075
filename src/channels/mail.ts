/** What every sender of mail offers; one file each beside this one, made in mail-senders.ts. */
export type MailSenderName = 'mailbox' | 'smtp' | 'brevo';

export type Attachment = {
  /** how the HTML names it: `cid:<cid>` */
  cid: string;
  filename: string;
  contentType: string;
  content: Buffer;
};

export type Mail = {
  /**
   * ours, the same at every attempt: becomes the Message-ID, so that a repeated one is recognised
   */
  id: string;
  /** what the sender's callbacks name it by, printable ASCII without blanks; names nobody */
  reference: string;
  /**
   * how many attempts before this one certainly had no effect; within one number a sender that can
   * tell repeats drops them
   */
  round: number;
  /** booking_confirmation … */
  kind: string;
  from: { name: string; address: string };
  replyTo: string | null;
  to: string;
  locale: string;
  subject: string;
  text: string;
  html: string;
  attachments: Attachment[];
  /**
   * for senders that fill a template of their own: its numeric id and parameters; null = send
   * subject and bodies
   */
  template: { id: number; params: Record<string, unknown> } | null;
};

/**
 * sent       the sender has it; `isDelivered` where it is certain to have arrived, `isComplaint`
 * where somebody minded rejected   never to be tried again; `isBounce`: the address itself is bad
 * postponed  may be tried again: time-out, greylisting, rate limit, 5xx of the API; `retryAfterS`
 * where the other side says.
 *            `isUnclear`: perhaps it was sent all the same
 */
export type SendOutcome =
  | { kind: 'sent'; providerMessageId: string | null; isDelivered: boolean; isComplaint?: boolean }
  | { kind: 'rejected'; reason: string; isBounce: boolean }
  | { kind: 'postponed'; reason: string; retryAfterS: number | null; isUnclear: boolean };

export interface MailSender {
  readonly name: MailSenderName;
  /** Whether mails are made by the sender from numeric template ids. */
  readonly usesTemplates: boolean;
  /** Never throws; reasons hold no address. */
  send(mail: Mail): Promise<SendOutcome>;
  close(): Promise<void>;
}

/** Senders that tell later, by callback, what became of a mail. */
export type ReportingSenderName = Extract<MailSenderName, 'brevo'>;

/**
 * delivered   it has arrived
 * bounced     the address itself is bad
 * blocked     it was not taken, which says nothing of the address
 * complained  somebody minded
 * failed      the sender gave up
 * delayed     the sender has it and goes on trying
 */
export type MailReport = {
  what: 'delivered' | 'bounced' | 'blocked' | 'complained' | 'failed' | 'delayed';
  /** the sender's own word for it */
  word: string;
  /** what should be our `Mail.reference`, as it came; empty where there is none */
  reference: string;
  /** as in `SendOutcome`; null where there is none */
  providerMessageId: string | null;
};

export interface MailCallbacks {
  /** What to subscribe to there, in the sender's words. */
  readonly events: readonly string[];
  /** `received` counts what nothing follows from too. Throws `invalid_request`. */
  parse(rawBody: string): { received: number; reports: MailReport[] };
}
