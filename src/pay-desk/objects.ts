/** Stripe's objects, made of what the pay desk has written down. Instants are seconds since 1970. */
import type { DisputeRow, PaymentRow, RefundRow, SessionRow } from './rows.ts';

/** What `stripe@23.1.0` asks for; events are of it. */
export const API_VERSION = '2026-10-28.endive';

export const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/** Absent at Stripe too where nobody asked for such a thing. */
const SESSION_NULLS = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer: null,
  customer_account: null,
  customer_creation: 'if_required',
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  managed_payments: null,
  mode: 'payment',
  origin_context: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: {},
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  subscription: null,
  ui_mode: 'hosted_page',
  wallet_options: null,
};

/** `pages`: where pay pages are, without a trailing slash. */
export function showSession(row: SessionRow, payment: PaymentRow | null, pages: string) {
  const { asked } = row;
  return {
    id: row.id,
    object: 'checkout.session',
    ...SESSION_NULLS,
    amount_subtotal: row.amount,
    amount_total: row.amount,
    cancel_url: asked.cancel_url,
    client_reference_id: asked.client_reference_id,
    created: seconds(row.created_at),
    currency: row.currency,
    customer_details:
      payment === null
        ? null
        : {
            address: null,
            email: asked.customer_email,
            name: 'Test Traveler',
            phone: null,
            tax_exempt: 'none',
            tax_ids: [],
          },
    customer_email: asked.customer_email,
    expires_at: seconds(row.expires_at),
    livemode: false,
    locale: asked.locale,
    metadata: asked.metadata,
    payment_intent: payment?.id ?? null,
    payment_method_types: asked.payment_method_types,
    payment_status: payment?.status === 'succeeded' ? 'paid' : 'unpaid',
    status: row.status,
    submit_type: asked.submit_type,
    success_url: asked.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    url: row.status === 'open' ? `${pages}/${row.id}` : null,
  };
}

export function showLines({ id, asked, currency }: SessionRow) {
  return asked.lines.map(({ name, description, quantity, unit_amount }, i) => ({
    id: `li_${id.slice(-20)}${i}`,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: quantity * unit_amount,
    amount_tax: 0,
    amount_total: quantity * unit_amount,
    currency,
    description: name,
    metadata: {},
    price: {
      id: `price_${id.slice(-20)}${i}`,
      object: 'price',
      active: false,
      currency,
      product: `prod_${id.slice(-20)}${i}`,
      nickname: description,
      type: 'one_time',
      unit_amount,
      unit_amount_decimal: String(unit_amount),
    },
    quantity,
  }));
}

const DECLINED = {
  charge: null,
  code: 'payment_intent_payment_attempt_failed',
  message: 'The bank did not pay.',
  type: 'invalid_request_error',
};
const METHOD = 'pm_card_visa';

export function showPaymentIntent(row: PaymentRow) {
  const isPaid = row.status === 'succeeded';
  return {
    id: row.id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: row.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: isPaid ? row.amount : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${row.id}_secret`,
    confirmation_method: 'automatic',
    created: seconds(row.created_at),
    currency: row.currency,
    customer: null,
    customer_account: null,
    description: row.asked.payment_intent_data.description,
    excluded_payment_method_types: null,
    last_payment_error: row.status === 'failed' ? { ...DECLINED, charge: row.charge_id } : null,
    latest_charge: row.charge_id,
    livemode: false,
    managed_payments: null,
    metadata: row.asked.payment_intent_data.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: row.status === 'failed' ? null : METHOD,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: row.asked.payment_method_types,
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: row.status === 'failed' ? 'requires_payment_method' : row.status,
    transfer_data: null,
    transfer_group: null,
  };
}

const CHARGE_STATUS = { failed: 'failed', processing: 'pending', succeeded: 'succeeded' } as const;

export function showCharge(row: PaymentRow) {
  const isPaid = row.status === 'succeeded';
  return {
    id: row.charge_id,
    object: 'charge',
    amount: row.amount,
    amount_captured: isPaid ? row.amount : 0,
    amount_refunded: row.refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: {
      address: null,
      email: row.asked.customer_email,
      name: 'Test Traveler',
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: null,
    captured: isPaid,
    created: seconds(row.created_at),
    currency: row.currency,
    customer: null,
    description: row.asked.payment_intent_data.description,
    disputed: row.is_disputed,
    failure_balance_transaction: null,
    failure_code: row.status === 'failed' ? 'payment_failed' : null,
    failure_message: row.status === 'failed' ? DECLINED.message : null,
    fraud_details: {},
    livemode: false,
    metadata: row.asked.payment_intent_data.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: isPaid,
    payment_intent: row.id,
    payment_method: METHOD,
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: isPaid && row.refunded === row.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: CHARGE_STATUS[row.status],
    transfer_data: null,
    transfer_group: null,
  };
}

export function showRefund(row: RefundRow) {
  return {
    id: row.id,
    object: 'refund',
    amount: row.amount,
    balance_transaction: null,
    charge: row.charge_id,
    created: seconds(row.created_at),
    currency: row.currency,
    customer: null,
    customer_account: null,
    destination_details: { type: 'card', card: { reference_status: 'pending', type: 'refund' } },
    ...(row.status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
    metadata: row.metadata,
    payment_intent: row.payment_id,
    payment_method: METHOD,
    reason: row.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: row.status,
    transfer_reversal: null,
  };
}

const DAYS_TO_ANSWER = 7;

export function showDispute(row: DisputeRow) {
  const isOpen = row.status === 'needs_response';
  return {
    id: row.id,
    object: 'dispute',
    amount: row.amount,
    balance_transactions: [],
    charge: row.charge_id,
    created: seconds(row.created_at),
    currency: row.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: {
      due_by: seconds(row.created_at) + DAYS_TO_ANSWER * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: isOpen ? 0 : 1,
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: row.payment_id,
    payment_method_details: { type: 'card', card: { brand: 'visa', case_type: 'chargeback' } },
    reason: 'product_not_received',
    status: row.status,
  };
}
