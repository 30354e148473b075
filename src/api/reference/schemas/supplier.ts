/** A supplier account on the wire. */
import { Type } from 'typebox';
import { ORDER_STATES } from '../../../domain/esims/provisioning/orders.ts';
import { KINDS } from '../../../providers/kind.ts';
import { answer, nullable, oneOf } from './shapes.ts';

const STATUSES = ['active', 'draining', 'paused'] as const;
const MODES = ['live', 'test'] as const;
const name = Type.String({
  pattern: '^[a-z0-9-]{2,40}$',
  maxLength: 40,
  description: '2 to 40 of a–z, 0–9 and -; for good',
});
const amount = Type.Object({
  amount: Type.Number({ minimum: 0, description: 'major units' }),
  currency: Type.String({ maxLength: 10, examples: ['USD'] }),
});
const limits = Type.Object(
  {
    per_second: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 1_000, description: 'calls, look-ups included' }),
    ),
    at_once: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
    esim_interval_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 86_400_000,
        description: 'between two questions about one eSIM',
      }),
    ),
  },
  {
    additionalProperties: false,
    description: "stricter than the kind's own; what is laxer changes nothing",
  },
);
const status = oneOf(STATUSES, {
  description:
    'draining: no new eSIMs, existing ones are served; paused: nothing that costs money leaves',
});
const form = {
  base_url: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 2_048,
      description: "https; default: the kind's usual one",
    }),
  ),
  credentials: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      maxProperties: 50,
      writeOnly: true,
      description: 'those of its kind (docs/suppliers/README.md); sealed, in no answer',
    }),
  ),
  settings: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      maxProperties: 100,
      description: 'those of its kind (docs/suppliers/README.md)',
    }),
  ),
  mode: Type.Optional(oneOf(MODES, { description: 'staging takes test only' })),
  priority: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'lower comes first; default 100' }),
  ),
  limits: Type.Optional(limits),
  preorder: Type.Optional(
    Type.Boolean({
      description:
        'where an eSIM comes only with a package: the first one is ordered right after the booking',
    }),
  ),
  spend_cap: Type.Optional(
    nullable(
      Type.Object(amount.properties, { description: 'what a day (UTC) may cost; null = no cap' }),
    ),
  ),
  balance_threshold: Type.Optional(
    nullable(
      Type.Object(amount.properties, {
        description: 'a balance below it is an alarm; null = never',
      }),
    ),
  ),
};

export const newAccount = Type.Object({ name, kind: oneOf(KINDS), ...form });
export const accountChange = Type.Object({
  ...form,
  status: Type.Optional(status),
  version: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'as it was read: 409 where somebody has changed the account since',
    }),
  ),
});

const step = answer({
  step: oneOf(['address', 'sign_in', 'balance', 'catalog'] as const),
  ok: Type.Boolean(),
  message: Type.String({ description: 'what was found, or what is wrong, in a sentence' }),
});
export const testResult = answer(
  {
    ok: Type.Boolean(),
    steps: Type.Array(step, { description: 'in their order; the first that fails is the last' }),
  },
  { title: 'SupplierTest' },
);

const trialStep = answer({
  step: oneOf(['article', 'order', 'read_back', 'cancel'] as const),
  ok: Type.Boolean(),
  message: Type.String({ description: 'what came of it, in a sentence' }),
  ms: Type.Integer({ description: 'how long it took' }),
});
export const trialInput = Type.Object({
  article: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: "the supplier's id; default: the cheapest",
    }),
  ),
  accept: Type.Optional(
    Type.Object(amount.properties, {
      description: 'the highest price that may be paid; without it nothing is ordered',
    }),
  ),
});
export const trialView = answer(
  {
    account: Type.String(),
    article: nullable(
      answer({
        id: Type.String(),
        name: Type.String(),
        bytes: nullable(Type.Integer()),
        duration_days: Type.Integer(),
        cost: amount,
      }),
    ),
    order_id: nullable(Type.String({ description: 'null: nothing was ordered' })),
    state: nullable(oneOf(ORDER_STATES)),
    iccid: nullable(Type.String()),
    cost: nullable(
      Type.Object(amount.properties, {
        description: 'as the supplier says; null where it does not',
      }),
    ),
    cancelled: nullable(oneOf(['done', 'requested', 'impossible'] as const)),
    steps: Type.Array(trialStep),
  },
  { title: 'SupplierTrial' },
);

const when = nullable(Type.String({ format: 'date-time' }));
const health = answer({
  out_because: nullable(
    Type.String({ description: 'why nothing is ordered of it now; null = it may be' }),
  ),
  calls: Type.Integer({ description: 'of the last 15 minutes, all processes' }),
  success_share: nullable(Type.Number({ description: 'of them, 0 to 1; null without calls' })),
  breaker: oneOf(['closed', 'open'] as const, { description: 'of the process that answers' }),
  balance: nullable(amount),
  balance_at: when,
  is_balance_low: Type.Boolean(),
  is_stock_low: Type.Boolean({
    description: 'kind es2plus: fewer free profiles than its `stock_threshold`',
  }),
  spent_today: Type.Array(amount, {
    description: 'by currency, as far as the supplier says what an order costs',
  }),
  last_test: nullable(
    answer({
      at: Type.String({ format: 'date-time' }),
      ok: Type.Boolean(),
      steps: Type.Array(step),
    }),
  ),
});

export const syncView = answer(
  {
    read_at: nullable(
      Type.String({ format: 'date-time', description: 'the last time that it was read whole' }),
    ),
    is_running: Type.Boolean(),
    next_at: Type.String({ format: 'date-time' }),
    last: nullable(
      answer(
        {
          started_at: Type.String({ format: 'date-time' }),
          ended_at: Type.String({ format: 'date-time' }),
          seconds: Type.Number(),
          articles: Type.Integer(),
          new: Type.Integer(),
          changed: Type.Integer({ description: 'also those that came back' }),
          vanished: Type.Integer(),
          left_out: Type.Integer({ description: 'articles that made no sense' }),
          waiting: Type.Integer({ description: 'costs that wait for approval since' }),
          failure: nullable(Type.String({ description: 'null: it was complete' })),
        },
        { description: 'the last reading that ended' },
      ),
    ),
  },
  { title: 'CatalogReading' },
);

export const accountView = answer(
  {
    name: Type.String(),
    kind: oneOf(KINDS),
    title: Type.String({ description: 'of the kind, as people call it' }),
    base_url: nullable(Type.String({ description: 'null: the sandbox telco, in the process' })),
    mode: oneOf(MODES),
    status,
    priority: Type.Integer(),
    preorder: Type.Boolean(),
    limits: answer(limits.properties),
    settings: Type.Record(Type.String(), Type.Unknown()),
    spend_cap: nullable(amount),
    balance_threshold: nullable(amount),
    callback_path: nullable(
      Type.String({
        description: 'to enter at the supplier, behind the public address of this installation',
      }),
    ),
    previous_credentials_until: when,
    previous_callback_until: when,
    version: Type.Integer(),
    created_at: Type.String({ format: 'date-time' }),
    health,
    catalog: nullable(syncView),
  },
  { title: 'SupplierAccount' },
);

const schema = (description: string) => Type.Record(Type.String(), Type.Unknown(), { description });
export const kindView = answer(
  {
    kind: oneOf(KINDS),
    title: Type.String({ description: 'as people call it' }),
    base_url: nullable(
      Type.String({ description: 'where its API usually is; null: every account has its own' }),
    ),
    credentials: schema('JSON schema, every field with a description'),
    settings: schema('JSON schema, every field with a description and mostly a default'),
  },
  { title: 'SupplierKind' },
);
