/** Events, deliveries and the endpoint as they are set and shown. */
import { Type } from 'typebox';
import { DELIVERY_STATES } from '../../../domain/webhooks/delivering/find-deliveries.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

const instant = Type.String({ format: 'date-time' });

export const endpointAnswer = answer(
  {
    url: nullable(Type.String()),
    api_key_hint: nullable(
      Type.String({ description: 'the end of the key; the key itself is never shown' }),
    ),
    key_header: Type.String(),
    key_prefix: Type.String(),
    enabled: Type.Boolean(),
    events: Type.Record(Type.String(), Type.Boolean(), {
      description: 'every event, as it is in force',
    }),
    alert_email: nullable(Type.String()),
    is_signed: Type.Boolean(),
    signing_secret: Type.Optional(
      Type.String({
        description:
          '`whsec_` and base64: made by the first call that sets a URL, and shown in its answer only',
      }),
    ),
    previous_secret_valid_until: nullable(instant),
    health: answer({
      status: oneOf(['unknown', 'healthy', 'failing', 'disabled', 'off'] as const, {
        description:
          '`unknown`: nothing was delivered there yet; `disabled`: by Hubby, see disabled_reason; `off`: by you, or never set',
      }),
      failing_since: nullable(instant),
      disables_at: nullable(instant),
      disabled_reason: nullable(oneOf(['gone', 'failing', 'partner'] as const)),
      pending: Type.Integer({ description: 'deliveries that wait for an attempt' }),
    }),
  },
  { title: 'WebhookSettings' },
);
export const endpointExample = {
  url: 'https://hooks.example.com/hubby',
  api_key: 'your-key',
  key_header: 'authorization',
  key_prefix: 'Bearer ',
  enabled: true,
  events: { package_usage_100_percent: true, esim_removed: false },
};

export const rotatedSecret = answer({
  signing_secret: Type.String({ description: '`whsec_` and base64' }),
  previous_valid_until: nullable(instant),
});

const outcome = {
  status_code: nullable(Type.Integer()),
  error: nullable(Type.String()),
  duration_ms: Type.Integer(),
};
const outcomeWithBody = {
  ...outcome,
  response_body: nullable(Type.String({ description: 'at most 20 kB' })),
};
export const testedAnswer = answer({
  event_id: Type.String(),
  delivery: nullable(
    answer({ state: oneOf(['delivered', 'exhausted'] as const), ...outcomeWithBody }),
  ),
});

const head = {
  event_id: Type.String(),
  event: Type.String(),
  state: oneOf(DELIVERY_STATES),
  is_test: Type.Boolean(),
  created_at: instant,
  updated_at: instant,
  next_attempt_at: nullable(instant),
  attempt_count: Type.Integer(),
};
const attempts = Type.Array(
  answer({
    number: Type.Integer(),
    attempted_at: instant,
    url: Type.String(),
    ...outcomeWithBody,
  }),
  { description: 'the newest 20, oldest first' },
);
export const delivery = answer({ ...head, attempts }, { title: 'WebhookDelivery' });

const row = { ...head, last_attempt: nullable(answer({ at: instant, ...outcome })) };
export const deliveryRow = answer(row, { title: 'DeliveryRow' });
export const deliveryDetails = answer(
  {
    ...row,
    attempts,
    sent: answer({
      headers: Type.Record(Type.String(), Type.String(), {
        description:
          'as the endpoint is set at present, dated as the newest attempt was; key and signatures are `[secret]`',
      }),
      body: Type.String(),
      is_masked: Type.Boolean(),
    }),
  },
  { title: 'DeliveryDetails' },
);

const recorded = {
  event_id: Type.String(),
  event: Type.String(),
  timestamp: instant,
  entity_id: Type.String({ description: 'what it tells of: a booking, a package, an eSIM …' }),
  is_test: Type.Boolean(),
};
export const eventRow = answer(
  {
    ...recorded,
    delivery: nullable(
      answer({
        state: oneOf(DELIVERY_STATES),
        attempt_count: Type.Integer(),
        next_attempt_at: nullable(instant),
        last_status_code: nullable(Type.Integer()),
        last_error: nullable(Type.String()),
      }),
    ),
  },
  { title: 'EventRow' },
);
export const eventDetails = answer(
  {
    ...recorded,
    data: Type.Record(Type.String(), Type.Unknown()),
    is_masked: Type.Boolean(),
    delivery: nullable(deliveryRow),
  },
  { title: 'EventDetails' },
);

export const countAnswer = answer({ events: Type.Integer({ description: 'how many' }) });
export const eventIds = Type.Array(text(64), {
  minItems: 1,
  maxItems: 200,
  uniqueItems: true,
});
export const replayInput = Type.Object({
  from: text(40, { description: "ISO 8601; a date is its beginning in the partner's zone" }),
  to: text(40, { description: "ISO 8601; a date is its end in the partner's zone" }),
  types: Type.Optional(Type.Array(text(100), { minItems: 1, maxItems: 50 })),
  only: Type.Optional(
    oneOf(['all', 'exhausted'] as const, {
      default: 'all',
      description: '`exhausted`: those whose delivery was given up',
    }),
  ),
  dry_run: Type.Optional(
    Type.Boolean({ default: false, description: 'counts what would be sent, and sends nothing' }),
  ),
});
export const replayExample = { from: '2027-07-15T00:00:00Z', to: '2027-07-16T00:00:00Z' };
