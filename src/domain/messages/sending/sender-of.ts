/** Who sends a partner's mails, from which address, and by which template of that sender. */
import { isIP } from 'node:net';
import type { MailSender, MailSenderName } from '../../../channels/mail.ts';
import type { Context } from '../../../context.ts';
import type { Partner } from '../../partners/partner.ts';
import { forLocale } from '../../settings/messages.ts';
import type { TravelerKind } from '../../message.ts';

type Places = Pick<Context, 'mail' | 'baseUrl'>;
type WithSettings = Pick<Partner, 'settings'>;

/** Where a partner has set none. Null: this installation cannot send mail. */
export const defaultSender = (ctx: Pick<Context, 'mail'>): MailSenderName | null =>
  (['smtp', 'brevo', 'mailbox'] as const).find((name) => ctx.mail.has(name)) ?? null;

/**
 * One that was set and is configured no more: what would go by it waits, rather than end in a
 * mailbox that nobody reads.
 */
const missing = (name: MailSenderName): MailSender => ({
  name,
  usesTemplates: name === 'brevo',
  send: async () => ({
    kind: 'postponed',
    reason: 'sender_missing',
    retryAfterS: null,
    isUnclear: false,
  }),
  close: async () => {},
});

/** The sender that was set, else the default. Null: there is none, and none to wait for. */
export function senderOf(ctx: Pick<Context, 'mail'>, partner: WithSettings): MailSender | null {
  const wanted = partner.settings.mail?.sender;
  // Only staging has the mailbox: where it is not, it never will be.
  if (wanted !== undefined && wanted !== 'mailbox') return ctx.mail.get(wanted) ?? missing(wanted);
  const name = wanted !== undefined && ctx.mail.has(wanted) ? wanted : defaultSender(ctx);
  return name === null ? null : ctx.mail.get(name)!;
}

/** Host names that mail may come from: an address stands for no domain. */
function mailHost(baseUrl: string): string {
  const host = new URL(baseUrl).hostname;
  return isIP(host.replace(/^\[|\]$/g, '')) === 0 ? host : 'localhost';
}

export const defaultAddress = (ctx: Pick<Context, 'baseUrl'>): string =>
  `no-reply@${mailHost(ctx.baseUrl)}`;

export const fromOf = (
  ctx: Places,
  partner: WithSettings,
  brandName: string,
): { name: string; address: string } => ({
  name: partner.settings.mail?.from?.name ?? brandName,
  address: partner.settings.mail?.from?.address ?? defaultAddress(ctx),
});

/**
 * A sender's own template for a kind: of this language, else of the partner's, else of English,
 * else any. Null: none.
 */
export function templateId(
  partner: WithSettings,
  kind: TravelerKind,
  locale: string,
): number | null {
  const ids = partner.settings.message_templates?.[kind]?.brevo_template_id;
  return (
    forLocale(ids, locale) ??
    forLocale(ids, partner.settings.locale) ??
    forLocale(ids, 'en') ??
    (typeof ids === 'object' ? (Object.values(ids)[0] ?? null) : null)
  );
}

/**
 * Whether a mail of this kind has to be refused: its sender makes mails of templates, and has none
 * for it.
 */
export const missingTemplate = (
  ctx: Pick<Context, 'mail'>,
  partner: WithSettings,
  kind: TravelerKind,
): boolean =>
  senderOf(ctx, partner)?.usesTemplates === true &&
  templateId(partner, kind, partner.settings.locale) === null;
