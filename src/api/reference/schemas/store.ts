/** Offers and purchases on the wire. Amounts are major units, tax included. */
import { Type } from 'typebox';
import { PACKAGE_TYPES } from '../../../domain/catalog/types.ts';
import { PLATFORMS } from '../../../domain/settings/store.ts';
import { PURCHASE_STATES } from '../../../domain/store/purchase.ts';
import { answer, nullable, oneOf, partnerName, text } from './shapes.ts';

const instant = Type.String({ format: 'date-time' });

export const platform = Type.Optional(
  oneOf(PLATFORMS, {
    description: 'what the traveler holds; else as the user-agent header says',
  }),
);
export const currency = Type.Optional(
  Type.String({
    pattern: '^[A-Z]{3}$',
    description: "one of the store's currencies; default: that of the session's language",
  }),
);

const offer = answer({
  package_id: Type.String(),
  label: Type.String(),
  size: nullable(Type.String()),
  size_in_bytes: nullable(Type.Integer()),
  unlimited: Type.Boolean(),
  duration_in_days: Type.Integer(),
  coverage: Type.Array(Type.String()),
  traffic_policy: nullable(Type.String()),
  price: Type.Number(),
  currency: Type.String(),
});

export const storeAnswer = answer({
  currency: Type.String(),
  currencies: Type.Array(Type.String()),
  seller: oneOf(['operator']),
  seller_name: Type.String({ description: 'to be shown before it is paid' }),
  tax_included: Type.Boolean(),
  tax_note: nullable(Type.String()),
  terms_url: nullable(Type.String()),
  consent_required: Type.Boolean({ description: 'to immediate performance' }),
  destinations: Type.Array(
    answer({
      iso3: Type.String(),
      iso2: nullable(Type.String()),
      type: oneOf(['country', 'region']),
      name: Type.String({ description: "in the session's language" }),
      from_price: Type.Number(),
      offers: Type.Array(offer, {
        description: 'best first; empty where all destinations are listed',
      }),
    }),
  ),
});

export const checkoutBody = Type.Object({
  package_id: Type.Optional(text(128)),
  destination: Type.Optional(text(128, { description: 'with `size`, in place of `package_id`' })),
  size: Type.Optional(text(60)),
  return_to: text(2_048, {
    description:
      "a screen such as `store/GRC`, an https address of a site in `webview.origins`, or of the partner's `app_url`",
  }),
  consent: Type.Optional(
    Type.Boolean({ description: 'to immediate performance; true where the store requires it' }),
  ),
  currency,
  platform,
});

export const checkoutAnswer = answer({
  purchase_id: Type.String(),
  checkout_url: Type.String(),
  expires_at: instant,
  amount: Type.Number({ description: 'as it will be paid' }),
  currency: Type.String(),
});

const purchase = {
  id: Type.String(),
  status: oneOf(PURCHASE_STATES),
  progress: nullable(
    oneOf(['waiting', 'delivering', 'checking'], {
      description:
        '`waiting` for the payment, `delivering` onto the eSIM, `checking`: a person decides',
    }),
  ),
  package_id: Type.String(),
  iso3: Type.String(),
  bytes: nullable(Type.Integer()),
  duration_days: nullable(Type.Integer()),
  package_type: oneOf(PACKAGE_TYPES),
  amount: Type.Number(),
  currency: Type.String(),
  package_queue_uuid: nullable(Type.String({ format: 'uuid' })),
  created_at: instant,
  expires_at: instant,
  paid_at: nullable(instant),
  provisioned_at: nullable(instant),
  refund_requested_at: nullable(instant),
  refund: nullable(answer({ status: oneOf(['going', 'done']), at: instant })),
};
export const purchaseAnswer = answer({
  ...purchase,
  checkout_url: nullable(Type.String({ description: 'while it can be paid' })),
});

export const operatorPurchase = answer({
  ...purchase,
  partner_id: Type.String(),
  partner: partnerName,
  user_id: Type.String(),
  booking_id: nullable(Type.String()),
  checkout_id: nullable(Type.String({ description: "the pay desk's" })),
  payment_id: nullable(Type.String({ description: "the pay desk's" })),
  doubt: nullable(Type.String()),
  why: nullable(Type.String()),
  since: nullable(instant),
  refund_reason: nullable(Type.String({ description: "the traveler's words" })),
});

export const unfitEvent = answer({
  id: Type.String(),
  type: Type.String(),
  is_live: Type.Boolean(),
  at: instant,
  received_at: instant,
  checkout_id: nullable(Type.String()),
  payment_id: nullable(Type.String()),
  purchase_id: nullable(Type.String()),
  amount: nullable(Type.Integer({ description: 'minor units' })),
  currency: nullable(Type.String()),
  unfit: Type.String(),
});
