/** Notifications in English: what all the others are a translation of. */
export const en = {
  installation: 'this Hubby installation',
  subjectOne: '{place}: {what}',
  subjectMany: '{place}: {count, plural, one {# notification} other {# notifications}}',
  open: 'Open',
  more: '{count, plural, one {# more is} other {# more are}} on the screens.',
  why: 'You get this because of what you chose, or what is usual for your role. Change it: {address}',
  test: 'This is a test from Hubby for {place}: posts arrive here.',
  endpoint_disabled:
    'The webhook endpoint was switched off, because its deliveries failed for too long',
  endpoint_disabled_over: 'The webhook endpoint is no longer switched off',
  endpoint_failing: 'Deliveries to the webhook endpoint fail; it will be switched off {at}',
  endpoint_failing_over: 'Deliveries to the webhook endpoint no longer fail',
  deliveries_exhausted:
    '{count, plural, one {# delivery was} other {# deliveries were}} given up and {count, plural, one {waits} other {wait}} to be sent again',
  endpoint_off:
    'The webhook endpoint is off, and {count, plural, one {# event waits} other {# events wait}} for it',
  key_expiring: 'The API key {about} ends {at}',
  support_open:
    '{count, plural, one {A support request waits} other {# support requests wait}} for an answer',
  import_waiting: 'The import {about} is checked and waits to be started',
  codes_ending:
    '{count, plural, one {# promo code} other {# promo codes}} that nobody redeemed will end soon, the first {at}',
  account_out: 'The supplier account {about} takes no orders',
  account_out_over: 'The supplier account {about} takes orders again',
  balance_low: 'The balance of the supplier account {about} is low',
  balance_low_over: 'The balance of the supplier account {about} is fine again',
  stock_low: 'The supplier account {about} runs out of profiles',
  stock_low_over: 'The supplier account {about} has enough profiles again',
  orders_waiting:
    '{count, plural, one {# order waits} other {# orders wait}} for you on the review list',
  orders_waiting_over: 'No order waits for you any more',
  purchases_waiting:
    '{count, plural, one {# purchase waits} other {# purchases wait}} for your decision',
  purchases_waiting_over: 'No purchase waits for you any more',
  costs_waiting:
    '{count, plural, one {# cost has jumped and waits} other {# costs have jumped and wait}} for your approval',
  costs_waiting_over: 'No cost waits for your approval any more',
  support_escalated:
    '{count, plural, one {A support request was} other {# support requests were}} handed to you',
  findings_open:
    '{count, plural, one {# difference} other {# differences}} between the books of suppliers and ours',
  findings_open_over: 'The books of suppliers and ours agree again',
} as const;
export type NotificationTexts = Readonly<Record<keyof typeof en, string>>;
