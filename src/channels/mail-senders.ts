/**
 * The senders of mail that this installation has: those that are configured, and in staging the
 * mailbox.
 */
import type { ServerConfig } from '../config/server.ts';
import type { BrevoConfig } from './brevo/config.ts';
import { makeBrevo } from './brevo/sender.ts';
import type { MailSender, MailSenderName } from './mail.ts';
import { makeMailbox } from './mailbox/sender.ts';
import type { SmtpConfig } from './smtp/config.ts';
import { makeSmtp } from './smtp/sender.ts';

export type MailConfig = Pick<ServerConfig, 'env' | 'publicUrl'> & SmtpConfig & BrevoConfig;

export type MailSenders = {
  byName: ReadonlyMap<MailSenderName, MailSender>;
  close(): Promise<void>;
};

export function makeMailSenders({ env, smtp, brevo, publicUrl }: MailConfig): MailSenders {
  const idHost =
    publicUrl === null ? 'hubby.invalid' : new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  const senders: MailSender[] = [
    // Nobody could open it in production.
    ...(env === 'staging' ? [makeMailbox()] : []),
    ...(smtp === null ? [] : [makeSmtp({ ...smtp, idHost })]),
    ...(brevo === null ? [] : [makeBrevo(brevo)]),
  ];
  return {
    byName: new Map(senders.map((sender) => [sender.name, sender])),
    async close() {
      await Promise.all(senders.map((sender) => sender.close()));
    },
  };
}
