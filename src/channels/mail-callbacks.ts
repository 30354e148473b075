/**
 * The senders of mail that call back, configured or not: a key that is taken away leaves mails
 * under way.
 */
import { brevoCallbacks } from './brevo/callback.ts';
import type { MailCallbacks, ReportingSenderName } from './mail.ts';

export const mailCallbacks: Readonly<Record<ReportingSenderName, MailCallbacks>> = {
  brevo: brevoCallbacks,
};
