/**
 * The keys that each SQL function reads of its JSON are those of the payload's type: renamed on one
 * side only, a key would compile and silently be null. The lists below are held to the types by the
 * compiler, and to the `.sql` by this test.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Static } from 'typebox';
import { sqlFunctions } from '../src/db/functions.ts';
import type { Traveler } from '../src/domain/bookings/creating/booking-rows.ts';
import type { Confirmations } from '../src/domain/bookings/creating/confirmations.ts';
import type {
  CreateBooking,
  NewBooking,
  NewCode,
} from '../src/domain/bookings/creating/create-booking-payload.ts';
import type { FoundKey, KeyRow } from '../src/domain/partners/idempotency/keyed-request.ts';
import type { grouped } from '../src/domain/esims/usage/locked-esims.ts';
import type { MessageRow } from '../src/domain/message.ts';
import type { PushRow } from '../src/domain/messages/grant-pushes.ts';
import type { RecipientRules } from '../src/domain/messages/recipient.ts';
import type { Way } from '../src/domain/messages/ways.ts';
import type { DepartureRules } from '../src/domain/bookings/triggers/departure-triggers.ts';
import type { EventRule } from '../src/domain/webhooks/event-rule.ts';
import type { TemplateOrder } from '../src/providers/provider.ts';
import type { Template as TemplateSchema } from '../src/sandbox-telco/schemas.ts';

type Template = Static<typeof TemplateSchema>;

type Words<S extends string> = S extends `${infer Word} ${infer Rest}` ? Word | Words<Rest> : S;
type Wrong<T, S extends string> = {
  hasNot: Exclude<Words<S>, keyof T>;
  lacks: Exclude<keyof T, Words<S>>;
};
/** The keys of T, in lines of words; a word too many or too few does not compile. */
const keysOf =
  <T>() =>
  <S extends string>(
    ...lines: [Wrong<T, S>] extends [{ hasNot: never; lacks: never }] ? S[] : Wrong<T, S>[]
  ): string[] =>
    (lines as string[]).flatMap((line) => line.split(' '));

const owners = keysOf<ReturnType<typeof grouped>[number]>()('partner_id esims');
/** A stored order's template; a provider knows it by its id. */
const article = keysOf<Pick<TemplateOrder, 'id'>>()('id');
const message = keysOf<MessageRow>()(
  'id channel kind subject_id recipient locale booking_id data status reason subject text html',
);

/**
 * Function → what it calls a payload (by several names, where it looks at one in several places) →
 * the payload's keys.
 */
const READ: Record<string, Record<string, string[]>> = {
  create_booking: {
    p: keysOf<Omit<CreateBooking, 'is_plain'>>()(
      'partner_id caused_by now key_date merge_only assign_esim event_id events event has_codes has_emails',
      'booking travelers queues recipients mail pushes once',
    ),
    b: keysOf<NewBooking>()(
      'id booking_id request_key kind departure_date departure_at is_departure_defaulted return_date ends_at',
      'email locale custom_branding contact communication_options data',
      'cutoff_at about_to_depart_at timer_at message_timer_at',
    ),
    // `key` is for the order of locks alone: the travelers come in it.
    't, value': keysOf<Omit<Traveler, 'key'>>()('id external_user_id email provider order_id'),
    'v_queues, e.value': keysOf<NewCode>()(
      't id esim_type fingerprint formerly ordinal part position requested wanted expires_at',
      'bundle_id template_id provider destination_id iso3 coverage covers package_type bytes duration_days',
      'traffic_policy imsi activation_window_days b2b_price b2c_price currency',
      'email code uuid valid_until',
    ),
    v_once: keysOf<Pick<KeyRow, 'method' | 'path' | 'key'>>()('method path key'),
    v_key: keysOf<Pick<FoundKey & { kind: 'run' }, 'kind' | 'request_id' | 'is_new' | 'is_kept'>>()(
      'kind request_id is_new is_kept',
    ),
    v_recipients: keysOf<RecipientRules>()('of_code of_package'),
    v_events: keysOf<CreateBooking['events']>()('created updated'),
    v_mail: keysOf<Confirmations>()('kind channels ways locale phone ids'),
    'v_mail.ways': keysOf<Way>()('channel address status reason'),
    'w.push': keysOf<Pick<PushRow, 'subject_id'>>()('subject_id'),
  },
  create_bookings: {
    'x.item': keysOf<Pick<CreateBooking, 'partner_id' | 'is_plain'>>()('partner_id is_plain'),
  },
  create_plain_bookings: {
    'x.item': keysOf<
      Omit<
        CreateBooking,
        | 'partner_id'
        | 'is_plain'
        | 'merge_only'
        | 'has_codes'
        | 'has_emails'
        | 'recipients'
        | 'mail'
        | 'pushes'
      >
    >()('caused_by now key_date assign_esim event_id events event booking travelers queues once'),
    'x.item.booking': keysOf<Omit<NewBooking, 'request_key' | 'timer_at' | 'message_timer_at'>>()(
      'id booking_id kind departure_date departure_at is_departure_defaulted return_date ends_at',
      'email locale custom_branding contact communication_options data',
      'cutoff_at about_to_depart_at',
    ),
    'x.item.once': keysOf<Omit<KeyRow, 'kept_s'>>()(
      'method path key request_id body_hash lease_s status body_sealed',
    ),
    'x.item.travelers': keysOf<Omit<Traveler, 'key'>>()(
      'id external_user_id email provider order_id',
    ),
    'q.t, t.value': keysOf<Pick<Traveler, 'external_user_id' | 'order_id'>>()(
      'external_user_id order_id',
    ),
    'x.item.queues': keysOf<
      Omit<NewCode, 'formerly' | 'email' | 'code' | 'uuid' | 'valid_until'>
    >()(
      't id esim_type fingerprint ordinal part position requested wanted expires_at',
      'bundle_id template_id provider destination_id iso3 coverage covers package_type bytes duration_days',
      'traffic_policy imsi activation_window_days b2b_price b2c_price currency',
    ),
  },
  begin_idempotent: {
    p: keysOf<KeyRow>()('method path key request_id body_hash lease_s kept_s status body_sealed'),
  },
  keep_answer: {
    p: keysOf<Omit<KeyRow, 'body_hash' | 'lease_s' | 'kept_s'>>()(
      'method path key request_id status body_sealed',
    ),
  },
  record_event: { p_rule: keysOf<EventRule>()('type flag is_default is_once') },
  fire_booking_triggers: {
    p_rules: keysOf<DepartureRules>()('triggers emails'),
    'r.trigger': keysOf<DepartureRules['triggers'][number]>()('event due until'),
    'f.event': keysOf<Pick<EventRule, 'type'>>()('type'),
  },
  enqueue_pushes: { 'w.push': keysOf<Pick<PushRow, 'subject_id' | 'data'>>()('subject_id data') },
  esims_to_ask: { 'w.value': owners, 'o.template': article },
  enqueue_messages: { p_rows: message },
  place_order: {
    p_template: keysOf<Pick<Template, 'id' | 'imsi'>>()('id imsi'),
  },
  finish_order: { ordered: keysOf<Pick<Template, 'imsi'>>()('imsi') },
  new_package: {
    p_template: keysOf<Omit<Template, 'id' | 'imsi'>>()('bytes duration_days coverage'),
  },
};
/** JSON that is no payload: columns of our own tables. */
const COLUMNS = ['communication_options', 'contact', 'q.requested'];

const ARROW = /([a-z_]+(?:\.[a-z_]+)?)(?:\s*->\s*\d+)?\s*->>?\s*'(\w+)'/g;
const RECORDSET = /jsonb?_to_record(?:set)?\(([^()]+)\)\s+as \w+\(([^()]+)\)/g;
const nameOf = (expression: string): string => expression.replace(/->'(\w+)'/, '.$1');

/** What a function reads: its name of the JSON → the keys. */
function keysRead(text: string): Map<string, Set<string>> {
  const code = text.replaceAll(/--.*$/gm, '');
  const read = new Map<string, Set<string>>();
  const note = (name: string, key: string): void => {
    read.set(name, (read.get(name) ?? new Set()).add(key));
  };
  for (const [, name, key] of code.matchAll(ARROW)) note(name!, key!);
  for (const [, expression, columns] of code.matchAll(RECORDSET))
    for (const column of columns!.split(','))
      note(nameOf(expression!), column.trim().split(/\s/)[0]!);
  for (const name of COLUMNS) read.delete(name);
  return read;
}

const sorted = (keys: Iterable<string>): string[] => [...new Set(keys)].sort();

describe('JSON that goes into SQL functions', () => {
  for (const { name, text } of sqlFunctions()) {
    const read = keysRead(text);
    const payloads = Object.entries(READ[name] ?? {});
    if (read.size === 0 && payloads.length === 0) continue;
    it(`is read by ${name} with the keys of its type`, () => {
      const known = payloads.flatMap(([names]) => names.split(', '));
      assert.deepEqual(sorted(read.keys()), sorted(known), 'each payload it reads stands in READ');
      for (const [names, keys] of payloads)
        assert.deepEqual(
          sorted(names.split(', ').flatMap((n) => [...read.get(n)!])),
          sorted(keys),
          names,
        );
    });
  }

  it('is looked for wherever there is some', () => {
    const names = sqlFunctions().map((f) => f.name);
    assert.deepEqual(
      Object.keys(READ).filter((name) => !names.includes(name)),
      [],
    );
    const example = `select p->>'a', p->'b'->0->>'c', x.y ->> 'd' -- p->>'no'
      from jsonb_to_recordset(p->'rows') as r(id text, at timestamptz)`;
    assert.deepEqual(
      Object.fromEntries([...keysRead(example)].map(([n, keys]) => [n, [...keys]])),
      {
        p: ['a', 'b', 'rows'],
        'x.y': ['d'],
        'p.rows': ['id', 'at'],
      },
    );
  });

  it('is made for enqueue_messages by other functions with the keys of a message', () => {
    const callers = sqlFunctions().filter(
      ({ name, text }) => name !== 'enqueue_messages' && text.includes('enqueue_messages('),
    );
    assert.deepEqual(
      callers.map((f) => f.name),
      ['create_booking', 'enqueue_pushes'],
    );
    for (const { name, text } of callers) {
      const made = keysMade(text.slice(text.indexOf('enqueue_messages(')));
      assert.ok(made.length >= 3, name);
      assert.deepEqual(
        made.filter((key) => !message.includes(key)),
        [],
        name,
      );
    }
  });
});

/** The keys of the first rows that a text makes: every other argument, from the first. */
function keysMade(text: string): string[] {
  const rows = /jsonb_agg\((?:\S+ \|\| )?jsonb_build_object\(/.exec(text)!;
  const start = rows.index + rows[0].length;
  const args = [''];
  let depth = 0;
  for (const char of text.slice(start)) {
    if (char === ')' && depth === 0) break;
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ',' && depth === 0) args.push('');
    else args[args.length - 1] += char;
  }
  return args.filter((_, i) => i % 2 === 0).map((arg) => arg.trim().replaceAll("'", ''));
}
