/**
 * The senders of mail that this installation has: those that are configured, and in staging the
 * mailbox.
 */
import { makeBrevo } from './brevo/sender.ts';
import type { MailSender, MailSenderName } from './mail.ts';
import { makeMailbox } from './mailbox/sender.ts';
import { makeSmtp } from './smtp/sender.ts';

export type MailConfig = {
  env: 'staging' | 'production';
  smtpUrl: string | null;
  brevoUrl: string;
  brevoApiKey: string | null;
  publicUrl: string | null;
};

export type MailSenders = {
  byName: ReadonlyMap<MailSenderName, MailSender>;
  close(): Promise<void>;
};

export function makeMailSenders({
  env,
  smtpUrl,
  brevoUrl,
  brevoApiKey,
  publicUrl,
}: MailConfig): MailSenders {
  const idHost =
    publicUrl === null ? 'hubby.invalid' : new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  const senders: MailSender[] = [
    // Nobody could open it in production.
    ...(env === 'staging' ? [makeMailbox()] : []),
    ...(smtpUrl === null ? [] : [makeSmtp({ url: smtpUrl, idHost })]),
    ...(brevoApiKey === null ? [] : [makeBrevo({ url: brevoUrl, apiKey: brevoApiKey })]),
  ];
  return {
    byName: new Map(senders.map((sender) => [sender.name, sender])),
    async close() {
      await Promise.all(senders.map((sender) => sender.close()));
    },
  };
}
