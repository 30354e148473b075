/**
 * Settings `mail` and `message_templates`: who sends a partner's mails, and its own words in them.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { Type, type Static, type TSchema } from 'typebox';
import type { MailSenderName } from '../../channels/mail.ts';
import type { Problem } from '../../errors.ts';
import { problemsOf } from '../../input/check.ts';
import type { TravelerKind } from '../message.ts';
import { shippedLocale } from '../catalog/locales.ts';

const address = Type.String({ format: 'email', maxLength: 254 });
const line = (maxLength: number): TSchema =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\u0000-\\u001f\\u007f\\u2028\\u2029]+$',
    description: 'text on one line',
  });

const SENDERS = { mailbox: true, smtp: true, brevo: true } satisfies Record<MailSenderName, true>;
export const mailSchema = Type.Object(
  {
    sender: Type.Optional(
      Type.Unsafe<MailSenderName>({
        type: 'string',
        enum: Object.keys(SENDERS),
        description: 'one that the operator has configured',
      }),
    ),
    from: Type.Optional(
      Type.Object(
        { name: Type.Optional(Type.Unsafe<string>(line(100))), address },
        { additionalProperties: false },
      ),
    ),
    reply_to: Type.Optional(address),
  },
  { additionalProperties: false },
);
export type MailSettings = Static<typeof mailSchema>;

export type ByLocale<T> = T | Record<string, T>;
export type KindTemplate = {
  brevo_template_id?: ByLocale<number>;
  subject?: ByLocale<string>;
  intro?: ByLocale<string>;
};
export type MessageTemplates = Partial<Record<TravelerKind, KindTemplate>>;

const PARTS = {
  brevo_template_id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
  subject: line(200),
  intro: Type.String({ minLength: 1, maxLength: 2_000 }),
} satisfies Record<keyof KindTemplate, TSchema>;
/**
 * Looked at part by part: of a choice between a value and one per language a schema says only that
 * neither fits.
 */
const kindSchema = Type.Object(
  Object.fromEntries(Object.keys(PARTS).map((name) => [name, Type.Optional(Type.Unknown())])),
  { additionalProperties: false },
);
const byLocale = Type.Record(Type.String(), Type.Unknown(), {
  minProperties: 1,
  maxProperties: 60,
});
const KINDS = {
  booking_confirmation: true,
  promo_code_claim: true,
  departure_reminder: true,
  running_low: true,
  package_expiring: true,
  esim_link: true,
  purchase_receipt: true,
  purchase_refunded: true,
} satisfies Record<TravelerKind, true>;
export const templatesSchema = Type.Unsafe<MessageTemplates>(
  Type.Object(
    Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, Type.Optional(kindSchema)])),
    {
      additionalProperties: false,
      description:
        "per kind of mail: Brevo's template id, and subject and first paragraph in place of the shipped ones; each plain or by language",
    },
  ),
);

export const PLACEHOLDERS = ['name', 'partner', 'destination', 'date'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
const LITERAL = 0;
const ARGUMENT = 1;

/**
 * Null: the text is in order. Only plain placeholders: what they stand for are names, not numbers
 * or dates to format.
 */
function textIssue(text: string): string | null {
  try {
    for (const part of new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst()) {
      if (part.type === LITERAL) continue;
      if (part.type !== ARGUMENT)
        return `expected plain placeholders such as {name}; ${PLACEHOLDERS.join(', ')} are known`;
      if (!(PLACEHOLDERS as readonly string[]).includes(part.value))
        return `expected one of the placeholders ${PLACEHOLDERS.map((p) => `{${p}}`).join(', ')}, got "{${part.value.slice(0, 40)}}"`;
    }
    return null;
  } catch {
    return "expected text in ICU form: every { has its }, and a { that is meant as such stands as '{'";
  }
}

/** Beyond the schema: each value, its languages, and texts. */
export const templateProblems = (templates: MessageTemplates): Problem[] =>
  Object.entries(templates).flatMap(([kind, template]) =>
    Object.entries(template).flatMap(([name, value]) =>
      partProblems(name as keyof KindTemplate, value, `message_templates.${kind}.${name}`),
    ),
  );

function partProblems(name: keyof KindTemplate, value: unknown, field: string): Problem[] {
  if (typeof value !== 'object' || value === null) return valueProblems(name, value, field);
  const shape = problemsOf(byLocale, value, field);
  if (shape.length > 0) return shape;
  return Object.entries(value).flatMap(([locale, one]) => [
    ...(shippedLocale(locale) === null
      ? [
          {
            field: `${field}.${locale}`,
            issue: `expected a language or locale that Hubby ships texts in, got "${locale.slice(0, 40)}"`,
          },
        ]
      : []),
    ...valueProblems(name, one, `${field}.${locale}`),
  ]);
}

function valueProblems(name: keyof KindTemplate, value: unknown, field: string): Problem[] {
  const wrong = problemsOf(PARTS[name], value, field);
  if (wrong.length > 0 || typeof value !== 'string') return wrong;
  const issue = textIssue(value);
  return issue === null ? [] : [{ field, issue }];
}

/**
 * A sender that is not `configured`. `mail` as it came: what does not fit the schema is told
 * elsewhere.
 */
export function senderProblems(
  configured: ReadonlyMap<MailSenderName, unknown>,
  mail: unknown,
): Problem[] {
  const sender = (mail as { sender?: unknown } | null | undefined)?.sender;
  if (
    typeof sender !== 'string' ||
    !Object.hasOwn(SENDERS, sender) ||
    configured.has(sender as MailSenderName)
  )
    return [];
  return [
    {
      field: 'mail.sender',
      issue: `expected a sender that is configured here (${[...configured.keys()].join(', ') || 'there is none'}), got "${sender}"`,
    },
  ];
}

/** The value for a locale: its own, its language's, else null. A plain value is for all. */
export function forLocale<T extends string | number>(
  value: ByLocale<T> | undefined,
  locale: string,
): T | null {
  if (value === undefined) return null;
  if (typeof value !== 'object') return value;
  const wanted = locale.toLowerCase();
  const language = wanted.split('-')[0]!;
  let found: T | null = null;
  for (const [tag, one] of Object.entries(value) as [string, T][]) {
    if (tag.toLowerCase() === wanted) return one;
    if (tag.toLowerCase() === language) found = one;
  }
  return found;
}

/** A text with its placeholders filled; what is not known leaves no gap behind. */
export function fill(text: string, values: Record<Placeholder, string | null>): string {
  const filled = String(
    new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).format(
      Object.fromEntries(Object.entries(values).map(([k, v]) => [k, v ?? ''])),
    ),
  );
  // Each search begins where a run of blanks does: tried from every blank of a long run it would
  // take for ever.
  return filled
    .replace(/(?<![ \t])[ \t]+(?=[,.!?;:])/g, '')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/^[\s,;:]+/, '')
    .trim();
}
