/** The parameters of a Checkout Session: those that the pay desk heeds, and those it only knows. */
import { isCurrency, leastOf, MOST, shownAmount } from './currencies.ts';
import { invalid } from './errors.ts';
import type { Given } from './form.ts';
import {
  integer,
  list,
  metadata,
  object,
  oneOf,
  readFields,
  required,
  text,
  url,
  type ReadOf,
} from './parameters.ts';

const LINE_ITEM = {
  quantity: integer(),
  price_data: object({
    currency: required(text(3)),
    unit_amount: required(integer()),
    tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
    product_data: object({
      name: required(text(250)),
      description: text(),
      images: list(url(), 8),
      metadata: metadata(),
      tax_code: text(),
      unit_label: text(12),
    }),
  }),
  price: text(),
  metadata: metadata(),
};

const PAYMENT_INTENT_DATA = {
  description: text(1_000),
  metadata: metadata(),
  receipt_email: text(),
  statement_descriptor: text(22),
  statement_descriptor_suffix: text(22),
  setup_future_usage: oneOf('off_session', 'on_session'),
  capture_method: oneOf('automatic', 'automatic_async'),
};

const SESSION = {
  mode: required(oneOf('payment')),
  line_items: required(list(object(LINE_ITEM), 100)),
  success_url: text(),
  cancel_url: text(),
  client_reference_id: text(200),
  customer_email: text(800),
  customer_creation: oneOf('always', 'if_required'),
  expires_at: integer(),
  locale: text(),
  metadata: metadata(),
  payment_intent_data: object(PAYMENT_INTENT_DATA),
  payment_method_types: list(text(), 50),
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  ui_mode: oneOf('hosted', 'hosted_page'),
  expand: list(text(), 20),
};
/** What Stripe takes beside these and what changes nothing here. */
const IGNORED: readonly string[] = [
  'adaptive_pricing',
  'billing_address_collection',
  'branding_settings',
  'consent_collection',
  'custom_text',
  'excluded_payment_method_types',
  'integration_identifier',
  'invoice_creation',
  'name_collection',
  'origin_context',
  'payment_method_collection',
  'payment_method_options',
  'phone_number_collection',
  'redirect_on_completion',
  'saved_payment_method_options',
  'tax_id_collection',
  'wallet_options',
];

export type Line = {
  name: string;
  description: string | null;
  quantity: number;
  /** minor units, for one */
  unit_amount: number;
};

/** What is kept of them. */
export type Asked = {
  lines: Line[];
  success_url: string;
  cancel_url: string | null;
  client_reference_id: string | null;
  customer_email: string | null;
  locale: string | null;
  metadata: Record<string, string>;
  payment_intent_data: { description: string | null; metadata: Record<string, string> };
  payment_method_types: string[];
  submit_type: string | null;
};
export type Wanted = {
  asked: Asked;
  amount: number;
  currency: string;
  /** seconds since 1970; null = a day from now */
  expiresAt: number | null;
  expand: string[];
};

const MIN_OPEN_S = 30 * 60;
export const MAX_OPEN_S = 24 * 60 * 60;

/** `nowS`: seconds since 1970. Throws as Stripe refuses. */
export function readAsked(given: Given, nowS: number): Wanted {
  const heeded = Object.entries(given).filter(([name]) => !IGNORED.includes(name));
  const read = readFields(SESSION, Object.fromEntries(heeded));
  const success = placeOf(read.success_url, 'success_url');
  if (success === null)
    throw invalid('Missing required param: success_url.', 'success_url', 'parameter_missing');
  const { lines, currency } = readLines(read.line_items!);
  const amount = lines.reduce((sum, line) => sum + line.quantity * line.unit_amount, 0);
  checkAmount(amount, currency);
  checkExpiry(read.expires_at, nowS);
  const asked: Asked = {
    lines,
    success_url: success,
    cancel_url: placeOf(read.cancel_url, 'cancel_url'),
    client_reference_id: read.client_reference_id ?? null,
    customer_email: emailOf(read.customer_email),
    locale: read.locale ?? null,
    metadata: read.metadata ?? {},
    payment_intent_data: {
      description: read.payment_intent_data?.description ?? null,
      metadata: read.payment_intent_data?.metadata ?? {},
    },
    payment_method_types: read.payment_method_types ?? ['card'],
    submit_type: read.submit_type ?? null,
  };
  return { asked, amount, currency, expiresAt: read.expires_at ?? null, expand: read.expand ?? [] };
}

/** What stands in braces is put in later. */
function placeOf(given: string | undefined, at: string): string | null {
  if (given === undefined) return null;
  if (/^https?:\/\//.test(given) && URL.canParse(given)) return given;
  throw invalid('Not a valid URL', at, 'url_invalid');
}

function emailOf(given: string | undefined): string | null {
  if (given === undefined || /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(given)) return given ?? null;
  throw invalid(`Invalid email address: ${given}`, 'customer_email', 'email_invalid');
}

function readLines(given: readonly ReadOf<typeof LINE_ITEM>[]): {
  lines: Line[];
  currency: string;
} {
  if (given.length === 0)
    throw invalid('Missing required param: line_items.', 'line_items', 'parameter_missing');
  const lines = given.map((line, i) => lineOf(line, `line_items[${i}]`));
  const currencies = new Set(lines.map(({ currency }) => currency));
  if (currencies.size > 1)
    throw invalid(
      `All line items must have the same currency. Found ${[...currencies].join(', ')}.`,
      'line_items',
    );
  return { lines: lines.map(({ line }) => line), currency: lines[0]!.currency };
}

function lineOf(
  { quantity, price, price_data }: ReadOf<typeof LINE_ITEM>,
  at: string,
): { line: Line; currency: string } {
  // There is no catalog of prices here.
  if (price !== undefined)
    throw invalid(`No such price: '${price}'`, `${at}[price]`, 'resource_missing');
  const product = price_data?.product_data;
  const missing =
    price_data === undefined
      ? 'price_data'
      : product === undefined
        ? 'price_data][product_data'
        : null;
  if (missing !== null)
    throw invalid(
      `Missing required param: ${at}[${missing}].`,
      `${at}[${missing}]`,
      'parameter_missing',
    );
  const currency = price_data!.currency!.toLowerCase();
  if (!isCurrency(currency))
    throw invalid(`Invalid currency: ${currency}.`, `${at}[price_data][currency]`);
  const [many, each] = [quantity ?? 1, price_data!.unit_amount!];
  if (many < 1)
    throw invalid(
      'This value must be greater than or equal to 1.',
      `${at}[quantity]`,
      'parameter_invalid_integer',
    );
  if (each < 0)
    throw invalid(
      'This value must be greater than or equal to 0.',
      `${at}[price_data][unit_amount]`,
      'parameter_invalid_integer',
    );
  const { name, description = null } = product!;
  return { line: { name: name!, description, quantity: many, unit_amount: each }, currency };
}

function checkAmount(amount: number, currency: string): void {
  const least = leastOf(currency);
  if (amount < least)
    throw invalid(
      `The Checkout Session's total amount due must add up to at least ${shownAmount(least, currency)} ${currency}`,
      'line_items',
      'amount_too_small',
    );
  if (amount > MOST)
    throw invalid(
      `The Checkout Session's total amount must be no more than ${shownAmount(MOST, currency)}`,
      'line_items',
      'amount_too_large',
    );
}

function checkExpiry(at: number | undefined, nowS: number): void {
  if (at === undefined) return;
  if (at < nowS + MIN_OPEN_S)
    throw invalid(
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
      'expires_at',
    );
  if (at > nowS + MAX_OPEN_S)
    throw invalid(
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
      'expires_at',
    );
}
