/**
 * Rules have their home in TypeScript. Where SQL has to know one too (a function that asks under its
 * locks, an index), it says the same; where it follows an order or a vocabulary that it is given, it
 * knows all of its words.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { sqlFunctions } from '../src/db/functions.ts';
import { isOnDevice, ON_DEVICE } from '../src/domain/esims/on-device.ts';
import { firstKnown, RECIPIENTS, TRAVELER_ADDRESS } from '../src/domain/messages/recipient.ts';
import { WAYS } from '../src/domain/messages/ways.ts';
import { DEPARTURE_RULES } from '../src/domain/bookings/triggers/departure-triggers.ts';
import { ONCE_EVENTS, ruleOf } from '../src/domain/webhooks/event-rule.ts';
import type { EventType } from '../src/domain/webhooks/events.ts';
import { cloneTemplate } from './support/template.ts';

let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let client: pg.Client;
before(async () => {
  clone = await cloneTemplate();
  client = new pg.Client(clone.config);
  await client.connect();
});
after(async () => {
  await client.end();
  await clone.drop();
});

/** The values in quotes that an expression of the database's catalogue names. */
const quoted = (text: string): string[] => [...text.matchAll(/'([^']*)'/g)].map((m) => m[1]!);
async function checkOf(table: string, column: string): Promise<string[]> {
  const { rows } = await client.query(
    `select pg_get_constraintdef(oid) as text from pg_constraint
     where conrelid = $1::regclass and contype = 'c' and pg_get_constraintdef(oid) like $2`,
    [table, `%(${column} = ANY%`],
  );
  assert.equal(rows.length, 1, `${table}.${column}`);
  return quoted(rows[0].text);
}
const textOf = (name: string): string =>
  sqlFunctions()
    .find((f) => f.name === name)!
    .text.replaceAll(/--.*$/gm, '');

describe('rules that SQL shares with TypeScript', () => {
  it('say of the same states that an eSIM is on a device', async () => {
    const states = await checkOf('esims', 'status');
    assert.ok(ON_DEVICE.every((state) => states.includes(state)));
    const { rows } = await client.query(
      'select s as state, is_on_device(s) as answer from unnest($1::text[]) as x(s)',
      [states],
    );
    for (const { state, answer } of rows) assert.equal(answer, isOnDevice(state), state);
  });

  it('have the same events once', async () => {
    const { rows } = await client.query(
      `select pg_get_expr(indpred, indrelid) as text from pg_index
       where indexrelid = 'events_package_once'::regclass`,
    );
    assert.deepEqual(quoted(rows[0].text).sort(), ONCE_EVENTS.toSorted());
  });

  it('record such an event once, and no other fault as if it were that', async () => {
    const record = async (type: EventType, sequence: number): Promise<boolean | null> => {
      const { rows } = await client.query(
        `select record_event('prt_none', $1, $2::jsonb, 'epk_one', $3, now(), '{}') as deliver`,
        [`evt_${type}_${sequence}`, ruleOf(type), sequence],
      );
      return rows[0].deliver;
    };
    assert.equal(await record('package.activated', 1), false);
    assert.equal(await record('package.activated', 2), null);
    const { rows } = await client.query(`select sequence from events where entity_id = 'epk_one'`);
    assert.deepEqual(rows, [{ sequence: 1 }]);
    await assert.rejects(record('package.expired', 1), { code: '23505' });
    assert.equal(await record('package.expired', 2), false);
  });

  it('record a set of events as each of them alone', async () => {
    let sets = 0;
    const record = async (set: readonly (readonly [EventType, number])[]): Promise<boolean> => {
      const rules = set.map(([type]) => ruleOf(type));
      const { rows } = await client.query(
        `select record_events('prt_none', $1, $2, $3, $4, $5, $6, $7, $8, $9) as deliver`,
        [
          set.map((_, i) => `evt_set_${++sets}_${i}`),
          set.map(([type]) => type),
          set.map(() => 'epk_set'),
          set.map(([, sequence]) => sequence),
          set.map(() => '2026-01-01T00:00:00Z'),
          set.map(() => '{}'),
          rules.map((rule) => rule.flag),
          rules.map((rule) => rule.is_default),
          rules.map((rule) => rule.is_once),
        ],
      );
      return rows[0].deliver;
    };
    const recorded = async (): Promise<[string, number][]> =>
      (
        await client.query(
          `select type, sequence from events where entity_id = 'epk_set' order by sequence`,
        )
      ).rows.map((row) => [row.type, row.sequence]);
    const first = [
      ['package.activated', 1],
      ['package.usage.20_percent', 2],
    ] as const;
    assert.equal(await record([...first, ['package.activated', 3]]), false);
    assert.deepEqual(await recorded(), first);
    // One of them has the number of another event: a fault, and none of them is written.
    await assert.rejects(
      record([
        ['package.usage.50_percent', 3],
        ['package.expired', 2],
      ]),
      { code: '23505' },
    );
    await assert.rejects(
      record([
        ['esim.enabled', 3],
        ['esim.enabled', 3],
      ]),
      { code: '23505' },
    );
    assert.deepEqual(await recorded(), first);
    assert.equal(
      await record([
        ['package.usage.20_percent', 3],
        ['esim.enabled', 4],
      ]),
      false,
    );
    assert.deepEqual(await recorded(), [...first, ['esim.enabled', 4]]);
    // With an endpoint: what was told before is not delivered, neither beside others nor alone.
    await client.query(`insert into partners (id, name, slug) values ('prt_none', 'None', 'none')`);
    await client.query(
      `insert into webhook_endpoints (partner_id, url) values ('prt_none', 'https://none.example')`,
    );
    const again = ['package.usage.20_percent', 5] as const;
    assert.equal(await record([again, ['package.usage.50_percent', 6]]), true);
    assert.equal(await record([again]), false);
    const { rows } = await client.query(
      `select e.type from deliveries d left join events e
       on e.partner_id = d.partner_id and e.id = d.event_id where d.partner_id = 'prt_none'`,
    );
    assert.deepEqual(rows, [{ type: 'package.usage.50_percent' }]);
  });

  it('find the same first address of an order', async () => {
    const source = fc.constantFrom('a', 'b', 'c', 'd');
    const known = fc.dictionary(source, fc.option(fc.constantFrom('x', 'y', '')));
    await fc.assert(
      fc.asyncProperty(fc.array(source), known, async (order, addresses) => {
        const { rows } = await client.query('select first_known($1::jsonb, $2::jsonb) as found', [
          JSON.stringify(order),
          JSON.stringify(addresses),
        ]);
        assert.equal(rows[0].found, firstKnown(order, addresses));
      }),
    );
  });
});

describe('words that SQL functions are given', () => {
  it('are columns of a booking, and events that can be noted, where triggers fire', async () => {
    const text = textOf('fire_booking_triggers');
    for (const { due, until } of DEPARTURE_RULES.triggers)
      for (const column of [due, until]) assert.ok(text.includes(`'${column}', k.${column}`));
    assert.deepEqual(
      DEPARTURE_RULES.triggers.map((t) => t.event.type).sort(),
      (await checkOf('fired_triggers', 'trigger')).sort(),
    );
  });

  it('are places where the function looks for an address', () => {
    const knows = (name: string, words: readonly string[]): void => {
      const found = new Set(quoted(textOf(name)));
      assert.deepEqual(
        words.filter((word) => !found.has(word)),
        [],
        name,
      );
    };
    knows('trigger_event_data', TRAVELER_ADDRESS);
    knows(
      'create_booking',
      Object.values(WAYS).flatMap((way) => way.address),
    );
    // Nobody has claimed a code that is being made, and its recipient is what is looked for.
    const unknownYet = ['claim', 'code'];
    knows(
      'create_booking',
      Object.values(RECIPIENTS)
        .flat()
        .filter((word) => !unknownYet.includes(word)),
    );
  });
});
