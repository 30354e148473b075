import type { ErrorType } from '../../errors.ts';

/** What each error type means and what to do about it, for /docs/errors. */
export const ERROR_DOCS: Record<ErrorType, string> = {
  invalid_request:
    'Something in the request is not valid. Every problem is in details, with the field, what was expected and what came.',
  malformed_target:
    'The path has an empty or dot segment, or percent-encodes a character that needs no encoding. Send the plain form; it is what you sign.',
  strategy_not_configured:
    'An entry names no size, and the partner has no package_strategy setting that could choose one. Send a size.',
  bundle_not_available:
    'The bundle exists, but not for this kind of eSIM or not from the provider of this traveler. Choose another.',
  invalid_catalog: 'The catalog file was refused whole; details names every bad row.',
  template_not_configured:
    "Mails go through Brevo, and the partner's message_templates names no template id for this kind of mail. Set it, or choose another sender.",
  destination_fixed: 'The partner chose the destination of this grant; the traveler cannot.',
  destination_missing: 'The grant has no destination yet. Set one, then claim it.',
  promo_code_claimed:
    'Somebody has claimed this promo code already. Each link can be claimed once; the partner can issue it anew.',
  promo_code_invalid: 'The promo code has expired, was issued anew, or its booking is cancelled.',
  signature_missing: 'One of the headers x-api-key, x-timestamp, x-signature is missing.',
  api_key_unknown: 'There is no such API key here.',
  api_key_revoked: 'The key was revoked. Use another.',
  api_key_expired: 'The key has expired. Use another.',
  partner_suspended:
    'The operator of this installation has suspended the partner. Nothing new is taken; what was sold goes on.',
  api_key_wrong_environment: 'A staging key was used in production or the other way round.',
  signature_version_too_low: 'The key demands a newer signature version.',
  timestamp_expired:
    'x-timestamp is more than 5 minutes off. Compare your clock with server_time; skew_ms is the difference.',
  signature_invalid:
    'The signature does not fit. Sign timestamp + METHOD + path, with the query string, exactly as sent.',
  operator_token_invalid: 'The operator API needs Authorization: Bearer and the operator token.',
  app_token_invalid:
    "The ID token of the app's user is missing, expired, not for this installation, or not signed as it should be; the message says which.",
  app_check_invalid:
    'The App Check token is missing, not valid, or was used for a claim before. Claims need a limited-use token each.',
  redirect_token_invalid:
    'The redirect token was used, has expired, or is none. Each opens one session; get another with POST /api/redirect-tokens/create.',
  mail_token_invalid:
    'The link of a mail does not open with this address, has ended, or is none: which of these is not told. Five wrong addresses end one; its page offers to send a fresh one.',
  session_ended:
    'The session has run out or was ended, or its token is none. On the managed screens a new redirect token opens another; in the dashboard, sign in again.',
  sign_in_link_invalid:
    'The link of the mail was used, has ended, was asked for in another browser, or is none: which of these is not told. Ask for another one.',
  passkey_invalid:
    'The passkey was not accepted: it is not known here, what it signed does not fit or was sent before, or more than five minutes went by. Which of these is not told. Try again.',
  code_invalid:
    'The code of the authenticator app, or the recovery code, is wrong or was used before. The fifth wrong one ends the session.',
  forbidden_origin:
    "Only the dashboard's own pages may change anything by a member's cookie: send Sec-Fetch-Site: same-origin, as browsers do, or its Origin.",
  sign_in_incomplete:
    'The member has signed in with one factor, and stage says what is missing: second_factor, a code; enrol, a passkey or an authenticator app, which the role needs.',
  permission_denied:
    'The role of the member does not allow this; permission names what is missing.',
  fresh_sign_in_required:
    'This asks for a sign-in of the last ten minutes. Confirm with a passkey or a code, and send the request again.',
  callback_forged:
    "A provider's callback is missing its signature, has a wrong one, or is too old.",
  scope_missing:
    'The key that signed may not do this; `scope` in the error names what it lacks. Use another key, or make one with that scope.',
  address_not_allowed:
    'The key that signed may be used from certain addresses only, and `ip` in the error is none of them. Add it to the allowed addresses of the key, or sign from one of them.',
  not_found: 'There is nothing at this address, or it is not yours.',
  user_not_found: 'No traveler with this external_user_id has a booking.',
  booking_not_found: 'There is no such booking, or it is not yours.',
  package_queue_not_found: 'There is no such package queue, or it belongs to another traveler.',
  esim_not_found: 'There is no such eSIM, or it is not yours.',
  destination_not_found: 'There is no such destination. GET /api/destinations lists all.',
  partner_not_found: 'There is no such partner.',
  order_not_found: 'There is no such provider order.',
  event_not_found: 'There is no such event, or it is not yours. Events are kept for 30 days.',
  promo_code_not_found: 'There is no such promo code or link, or it is not yours.',
  session_not_found: 'There is no such session, or it is not yours.',
  purchase_not_found: 'There is no such purchase, or it is not yours.',
  support_request_not_found: 'There is no such support request, or it is not yours.',
  code_batch_not_found: 'There is no such batch of promo codes, or it is not yours.',
  import_not_found: 'There is no such import, it is not yours, or it was forgotten after 30 days.',
  conflict: 'The request does not fit the present state.',
  last_owner:
    'Somebody has to be the owner of a partner, and operator of an installation. Make somebody else one first.',
  cursor_ahead:
    'The cursor comes from a later state than the server was restored to. Read the feed from the start.',
  already_redeemed: 'The package queue is redeemed already. Nothing was provisioned again.',
  ambiguous_reference: 'Several departures have this booking_id. Add ?departure_date=.',
  booking_cancelled: 'The booking is cancelled.',
  booking_exists: 'Another booking has this booking_id on that date.',
  booking_locked:
    'The booking can no longer be cancelled: something of it was sent to the traveler, claimed or redeemed, or its departure lies in the past.',
  order_not_in_review: 'The provider order is not waiting for a decision.',
  idempotency_in_progress:
    'The first request with this Idempotency-Key is still running. Ask again in a moment.',
  provider_conflict:
    'The eSIM of the traveler belongs to a provider that does not offer this package.',
  redeem_in_progress:
    'Another redemption of this traveler took longer than 10 seconds. Ask again in a moment.',
  nothing_to_move:
    'The eSIM is put away. Its provider makes no eSIM without a package, so the next redemption makes the new one.',
  replace_limit:
    'The eSIMs of this traveler were replaced three times within a year already. The operator can look into what goes wrong.',
  sandbox_busy:
    "Another call is moving this partner's sandbox clock or resetting it, or calls to the telco did not end in time. Ask again in a moment.",
  esim_not_enabled:
    'The eSIM is not switched on on a device, so it cannot use data. Call install and enable first.',
  store_closed:
    'There is no store: the partner has none, not on this platform, or nobody can pay at this installation.',
  purchase_closed: 'The page of this purchase is no longer open. Begin another one.',
  purchase_not_refundable: 'Nothing was paid for this purchase.',
  purchase_not_in_doubt: 'There is nothing to decide about this purchase.',
  import_state:
    'The import is in another state: it is run once it is checked, and cancelled before it is done.',
  webhook_not_enabled:
    'There is no webhook endpoint to send to, or it is switched off. Set it with PUT /api/webhooks/settings.',
  support_request_closed: 'The support request is closed. Write a new one.',
  grant_expired: 'The grant was not claimed before expires_at.',
  payload_too_large:
    'The body has more bytes than the message says: 1 MiB for signed requests, 32 MiB and more for CSV, 16 kB for claims, forms and apps.',
  unsupported_media_type:
    'The message says what was expected and what came: application/json (text/csv for imports) in UTF-8, without content-encoding.',
  idempotency_mismatch:
    'This Idempotency-Key was used with another body. Use a new key for a new request.',
  too_many_requests:
    'Too many tries. Wait as long as Retry-After says; on the claim endpoint a solved challenge is taken instead.',
  internal_error: 'Our fault. Retry; if it stays, tell us the request_id.',
  overloaded: 'Too much at once, or a restart. Retry after the time in Retry-After.',
  keys_unavailable:
    'The public keys that tokens are checked with cannot be fetched right now. Retry after the time in Retry-After.',
  pay_desk_unavailable:
    'Stripe has not answered, or not as it should. Nothing was taken: send the same request again, under the same Idempotency-Key.',
  provider_unavailable:
    'The telco cannot be reached, has not answered, or has no stock; reason says which. Nothing is lost: it finishes by itself or stays redeemable.',
};
