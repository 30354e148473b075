/**
 * The built-in mailbox: nothing leaves this machine, the stored message is the mail. Two addresses
 * pretend, for tests.
 */
import type { Mail, MailSender, SendOutcome } from '../mail.ts';

export const BOUNCES = 'bounce@simulator.example';
export const COMPLAINS = 'complaint@simulator.example';

export const makeMailbox = (): MailSender => ({
  name: 'mailbox',
  usesTemplates: false,
  async send({ to }: Mail): Promise<SendOutcome> {
    if (to === BOUNCES) return { kind: 'rejected', reason: 'mailbox_unknown', isBounce: true };
    return {
      kind: 'sent',
      providerMessageId: null,
      isDelivered: true,
      isComplaint: to === COMPLAINS,
    };
  },
  async close() {},
});
