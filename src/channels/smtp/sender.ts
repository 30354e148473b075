/** Mail by SMTP, over a few connections that are kept. */
import { createRequire } from 'node:module';
import type nodemailer from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { asciiEmail } from '../../input/email.ts';
import type { Mail, MailSender, SendOutcome } from '../mail.ts';

/** Loaded only where mails go out by SMTP, so that nobody else's process waits for it. */
const load = createRequire(import.meta.url);

const MAX_CONNECTIONS = 5;
const CONNECT_MS = 10_000;
const SILENCE_MS = 15_000;
/** The whole of it: a server that sends a byte now and then must not hold a message for ever. */
const TOTAL_MS = 20_000;

/**
 * At RCPT: the mailbox is unknown, moved or refused. Other 5xx say nothing of the address, nor do
 * the enhanced codes of policy, system and a full mailbox.
 */
const BAD_ADDRESS = new Set([550, 551, 553]);
const NOT_THE_ADDRESS = /^\d{3}[ -]5\.(7\.|3\.|2\.2)/;

type SmtpError = Error & {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
  syscall?: string;
};

export type SmtpOptions = {
  /** smtp:// or smtps://, with user and password */
  url: string;
  /** right side of our Message-IDs; stays the same, so that a repeat is recognised */
  idHost: string;
  totalMs?: number;
};

export function makeSmtp({ url, idHost, totalMs = TOTAL_MS }: SmtpOptions): MailSender {
  const { createTransport } = load('nodemailer') as typeof nodemailer;
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: 100,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // A connection that fails while it idles is replaced; who sends gets its own error.
  transport.on('error', () => {});
  return {
    name: 'smtp',
    usesTemplates: false,
    async send(mail): Promise<SendOutcome> {
      try {
        const info = await transport.sendMail({
          ...messageOf(mail, idHost),
          signal: AbortSignal.timeout(totalMs),
        } as SendMailOptions);
        return { kind: 'sent', providerMessageId: info.messageId ?? null, isDelivered: false };
      } catch (error) {
        return outcomeOf(error as SmtpError);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/**
 * Header values go through the library's own encoding; addresses as objects, so that no name can
 * become a second one.
 */
const messageOf = (mail: Mail, idHost: string): SendMailOptions => ({
  messageId: `<${mail.id}@${idHost}>`,
  from: mail.from,
  to: { name: '', address: mail.to },
  ...(mail.replyTo === null ? {} : { replyTo: { name: '', address: mail.replyTo } }),
  envelope: { from: asciiEmail(mail.from.address), to: [asciiEmail(mail.to)] },
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  headers: {
    'content-language': mail.locale,
    'auto-submitted': 'auto-generated',
    'x-auto-response-suppress': 'All',
  },
  attachments: mail.attachments.map((a) => ({
    cid: a.cid,
    filename: a.filename,
    contentType: a.contentType,
    content: a.content,
    contentDisposition: 'inline' as const,
  })),
});

/** Only the reply's number is kept: its text names the address. */
function outcomeOf(error: SmtpError): SendOutcome {
  const { responseCode, code, command = '', response = '' } = error;
  const postponed = (reason: string, isUnclear: boolean): SendOutcome => ({
    kind: 'postponed',
    reason,
    retryAfterS: null,
    isUnclear,
  });
  // Our own user and password: what the operator puts right.
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2' || command.startsWith('AUTH'))
    return postponed('smtp_auth', false);
  // Our own address is not welcome there: put right by the operator or the partner.
  if (command.startsWith('MAIL')) return postponed(`smtp_${responseCode ?? 'sender'}`, false);
  if (responseCode !== undefined && responseCode >= 500) {
    const atRecipient = command.startsWith('RCPT');
    if (atRecipient || command === 'DATA' || code === 'EMESSAGE' || code === 'EENVELOPE')
      return {
        kind: 'rejected',
        reason: `smtp_${responseCode}`,
        isBounce: atRecipient && BAD_ADDRESS.has(responseCode) && !NOT_THE_ADDRESS.test(response),
      };
    return postponed(`smtp_${responseCode}`, false);
  }
  if (responseCode !== undefined) return postponed(`smtp_${responseCode}`, false);
  if (code === 'EENVELOPE') return { kind: 'rejected', reason: 'smtp_address', isBounce: true };
  // The library names no stage for a connection that broke: only one that never came about
  // certainly carried nothing.
  return postponed(
    code === 'ETIMEDOUT' || code === 'EABORT' ? 'timeout' : 'connection',
    !(code === 'EDNS' || code === 'ETLS' || error.syscall === 'connect'),
  );
}
