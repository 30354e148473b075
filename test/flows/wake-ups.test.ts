/**
 * Work that follows a commit is woken at once. Without the wake-up it would be done all the same,
 * by the sweep a second later, so each one is looked for by itself.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { WakeKind } from '../../src/context.ts';
import { claimGrant } from '../../src/domain/grants/claim-grant.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { findAppUser } from '../../src/domain/travelers/app-user.ts';
import { EVENT_TYPES, flagOf } from '../../src/domain/webhooks/events.ts';
import { DUE } from '../../src/jobs/index.ts';
import { book, orderOf, redeem } from '../faults/steps.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import { callback, GB, reportOf, withPackages } from '../support/usage-steps.ts';

let hubby: Hubby;
let receiver: Receiver;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
  receiver = await startReceiver();
});
after(async () => {
  await receiver.close();
  await hubby.close();
});

type Act = () => Promise<unknown>;
/** What is woken, by what, and the steps to come there. */
type Row = [kinds: WakeKind[], what: string, prepare: () => Promise<Act>];

const DAY_MS = 86_400_000;
const dayIn = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const SENDS = { communication_options: { should_send_message: true, channels: ['EMAIL'] } };
const email = (): string => `${user()}@example.com`;
const put = (key: CreatedPartner, settings: object): Promise<void> =>
  must(hubby.call('PUT', '/api/webhooks/settings', settings, { key }));
async function must(answer: Promise<{ status: number; text: string }>): Promise<void> {
  const { status, text } = await answer;
  assert.ok(status < 400, text);
}

/** A partner whose endpoint is sent every event. */
async function told(settings: Record<string, unknown> = {}): Promise<CreatedPartner> {
  const key = await hubby.newPartner(undefined, settings);
  const events = Object.fromEntries(EVENT_TYPES.map((type) => [flagOf(type), true]));
  await put(key, { url: `${receiver.url}/${key.partner_id}`, events });
  return key;
}
const call =
  (key: CreatedPartner, method: string, path: string, body?: unknown): Act =>
  () =>
    must(hubby.call(method, path, body, { key }));
const make = async (key: CreatedPartner, body: object): Promise<Json> => {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    { departure_date: IN_A_YEAR, ...body },
    { key },
  );
  assert.ok(answer.status < 300, answer.text);
  return answer.body.data;
};
const packageFor = (external_user_id = user()): object => ({
  external_user_id,
  destination: 'GR',
  size: '1GB',
});
const codeOf = async (key: CreatedPartner): Promise<Json> =>
  (await make(key, { package_specifications: [{ destination: 'GR', size: '1GB' }] }))
    .promo_codes[0];
const form = (path: string, fields: Record<string, string>): Promise<Json> =>
  hubby.bare('POST', path, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
const submit = async (path: string, fields: Record<string, string>): Promise<string> => {
  const answer = await form(path, fields);
  assert.equal(answer.status, 303, answer.text);
  return String(answer.headers['location']);
};
const claim = (uuid: string, address: string): Act => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ email: address });
  return () => must(hubby.bare('POST', `/api/promo-codes/claim/${uuid}`, { headers, body }));
};
const run = (kind: WakeKind): Promise<unknown> => DUE[kind](hubby.ctx, () => false);
/** Events that have come to be long ago, so that the next one is alone. */
const settled = async (key: CreatedPartner): Promise<CreatedPartner> => {
  await hubby.drain();
  return key;
};

const BOOKINGS: Row[] = [
  [
    ['orders', 'deliveries'],
    'a booking',
    async () =>
      call(await told(), 'POST', '/api/bookings', {
        departure_date: IN_A_YEAR,
        package_specifications: [packageFor()],
      }),
  ],
  [
    ['messages'],
    'a booking with a confirmation',
    async () =>
      call(await hubby.newPartner(), 'POST', '/api/bookings', {
        departure_date: IN_A_YEAR,
        email: email(),
        ...SENDS,
        package_specifications: [packageFor()],
      }),
  ],
  [
    ['timers'],
    'a booking whose triggers are due already',
    async () =>
      call(await hubby.newPartner(), 'POST', '/api/bookings', {
        departure_date: dayIn(1),
        package_specifications: [packageFor()],
      }),
  ],
  [
    ['timers'],
    'a booking with a message that is due at once',
    async () => {
      const filter = { countries: ['GR'] };
      const schedules = [{ key: 'now', kind: 'booking_confirmation', moment: 'booking', filter }];
      return call(await hubby.newPartner(undefined, { schedules }), 'POST', '/api/bookings', {
        departure_date: IN_A_YEAR,
        email: email(),
        ...SENDS,
        package_specifications: [packageFor()],
      });
    },
  ],
  [
    ['orders', 'deliveries', 'messages'],
    'a merge',
    async () => {
      const key = await told();
      const body = { booking_id: user(), email: email(), ...SENDS };
      await make(key, { ...body, package_specifications: [packageFor()] });
      return call(key, 'POST', '/api/bookings', {
        departure_date: IN_A_YEAR,
        ...body,
        package_specifications: [packageFor()],
      });
    },
  ],
  [
    ['deliveries'],
    'a cancellation',
    async () => {
      const key = await told();
      const { id } = await make(key, { package_specifications: [packageFor()] });
      return call(key, 'DELETE', `/api/bookings/${id}`);
    },
  ],
  [
    ['deliveries', 'timers'],
    'a departure that moves near',
    async () => {
      const key = await told();
      const { id } = await make(key, { package_specifications: [packageFor()] });
      return call(key, 'PATCH', `/api/bookings/${id}`, { departure_date: dayIn(1) });
    },
  ],
  [
    ['timers', 'deliveries'],
    'a clock that moved',
    async () => call(await hubby.newPartner(), 'POST', '/api/sandbox/clock', { advance: '1h' }),
  ],
  [
    ['messages'],
    'a clock that passes a message',
    async () => {
      const key = await hubby.newPartner(undefined, {
        schedules: [{ key: 'soon', kind: 'departure_reminder', moment: 'departure', days: 2 }],
      });
      await make(key, {
        departure_date: dayIn(20),
        email: email(),
        ...SENDS,
        package_specifications: [packageFor()],
      });
      await settled(key);
      return call(key, 'POST', '/api/sandbox/clock', { advance: '19d' });
    },
  ],
  [
    ['deliveries'],
    'triggers that a worker fires',
    async () => {
      await make(await told(), {
        departure_date: dayIn(1),
        package_specifications: [packageFor()],
      });
      return () => run('timers');
    },
  ],
  [
    ['messages'],
    'a scheduled message that a worker writes',
    async () => {
      const filter = { countries: ['GR'] };
      const schedules = [{ key: 'now', kind: 'booking_confirmation', moment: 'booking', filter }];
      const key = await hubby.newPartner(undefined, { schedules });
      await make(key, { email: email(), ...SENDS, package_specifications: [packageFor()] });
      return () => run('timers');
    },
  ],
];

const CODES: Row[] = [
  [
    ['messages', 'deliveries'],
    'a claim',
    async () => claim((await codeOf(await told())).uuid, email()),
  ],
  [
    ['messages', 'deliveries'],
    'a claim that is corrected',
    async () => {
      const code = await codeOf(await told());
      const path = new URL(code.claim_url).pathname + new URL(code.claim_url).search;
      const sent = await hubby.bare('GET', await submit(path, { email: email() }));
      const done = /name="done" value="([^"]+)"/.exec(sent.text)![1]!;
      return () => submit(path, { email: email(), done });
    },
  ],
  [
    ['messages', 'deliveries'],
    'a code issued anew',
    async () => {
      const key = await told();
      const { promo_code } = await codeOf(key);
      return call(key, 'POST', `/api/promo-codes/${promo_code}/reissue`, { email: email() });
    },
  ],
  [
    ['deliveries'],
    'a code redeemed',
    async () => {
      const key = await told();
      const { promo_code } = await codeOf(key);
      return call(key, 'POST', `/api/promo-codes/${promo_code}/redeem`, {
        external_user_id: user(),
      });
    },
  ],
  [
    ['redemptions'],
    'a code redeemed on a page for an address that waits for its mail',
    async () => {
      const { promo_code } = await codeOf(await hubby.newPartner());
      return () => submit(`/starter/?promoCode=${promo_code}`, { email: email() });
    },
  ],
  [
    ['messages'],
    'a code redeemed on a page by whoever claimed it',
    async () => {
      const code = await codeOf(await hubby.newPartner());
      await claim(code.uuid, email())();
      return () => submit(`/starter/?promoCode=${code.promo_code}`, {});
    },
  ],
  [
    ['messages'],
    'a fresh link',
    async () => {
      const code = await codeOf(await hubby.newPartner());
      await claim(code.uuid, email())();
      await submit(`/starter/?promoCode=${code.promo_code}`, {});
      return () => must(form(`/starter/?promoCode=${code.promo_code}`, { fresh: '1' }));
    },
  ],
  [
    ['deliveries'],
    'a grant claimed',
    async () => {
      const key = await told();
      const who = user();
      const entry = { ...packageFor(who), esim_type: 'classic' };
      const { package_queues } = await make(key, { package_specifications: [entry] });
      const app = { partnerId: key.partner_id, externalUserId: who, email: null };
      const owner = await findAppUser(hubby.ctx, app);
      return () => claimGrant(hubby.ctx, owner, package_queues[0].uuid);
    },
  ],
];

const ESIMS: Row[] = [
  [
    ['orders'],
    'an order that the operator sends again',
    async () => {
      const external_user_id = user();
      const { queues } = await book(hubby, external_user_id);
      await redeem(hubby, external_user_id, queues[0]!.id);
      const { id } = await orderOf(hubby, queues[0]!.id);
      await hubby.sql(`update provider_orders set state = 'needs_review' where id = $1`, [id]);
      return () => must(hubby.operator('POST', `/orders/${id}/retry`));
    },
  ],
  [
    ['reports'],
    'a report that comes in',
    async () => {
      const { iccid } = await withPackages(hubby);
      return () => must(callback(hubby, [reportOf(iccid, { state: 'ENABLED' })]));
    },
  ],
  [
    ['deliveries', 'messages'],
    'a report that is applied',
    async () => {
      const key = await told();
      const made = await withPackages(hubby, [{ body: { ...SENDS, size: '1GB' } }], key);
      await hubby.sql(
        'update bookings set email = $2, communication_options = $3 where partner_id = $1',
        [key.partner_id, email(), SENDS.communication_options],
      );
      await settled(key);
      const [own] = made.packages;
      const used = [{ package_id: own.provider_package_id, used_bytes: GB - 1 }];
      await must(callback(hubby, [reportOf(made.iccid, { packages: used })]));
      return () => run('reports');
    },
  ],
  [
    ['deliveries'],
    'a replacement that is done',
    async () => {
      const key = await told();
      const { iccid } = await withPackages(hubby, [{}], key);
      return call(key, 'POST', '/api/native/replace-esim', { iccid, reason: 'new_device' });
    },
  ],
];

const WEBHOOKS: Row[] = [
  [
    ['deliveries'],
    'an endpoint that is switched on again',
    async () => {
      const key = await told();
      await make(key, { package_specifications: [packageFor()] });
      await put(key, { url: `${receiver.url}/${key.partner_id}`, enabled: false });
      await settled(key);
      return () => put(key, { url: `${receiver.url}/${key.partner_id}`, enabled: true });
    },
  ],
  [
    ['deliveries'],
    'an endpoint that the operator switches on again',
    async () => {
      const key = await told();
      await make(key, { package_specifications: [packageFor()] });
      await put(key, { url: `${receiver.url}/${key.partner_id}`, enabled: false });
      await settled(key);
      const webhook_settings = { url: `${receiver.url}/${key.partner_id}`, enabled: true };
      const path = `/partners/${key.partner_id}/settings`;
      return () => must(hubby.operator('PATCH', path, { webhook_settings }));
    },
  ],
  [
    ['deliveries'],
    'an event that is sent again',
    async () => {
      const key = await told();
      await make(key, { package_specifications: [packageFor()] });
      await settled(key);
      const [{ id }] = await hubby.sql('select id from events where partner_id = $1', [
        key.partner_id,
      ]);
      return call(key, 'POST', `/api/events/${id}/redeliver`);
    },
  ],
  [
    ['deliveries'],
    'events of a range that are sent again',
    async () => {
      const key = await told();
      await make(key, { package_specifications: [packageFor()] });
      await settled(key);
      const [from, to] = [dayIn(-1), dayIn(1)];
      return call(key, 'POST', '/api/events/replay', { from, to });
    },
  ],
  [
    ['messages'],
    'an endpoint that is gone',
    async () => {
      const key = await hubby.newPartner();
      const gone = await startReceiver(410);
      await put(key, { url: gone.url, alert_email: email() });
      await make(key, { package_specifications: [packageFor()] });
      return async () => {
        await run('deliveries');
        await gone.close();
      };
    },
  ],
];

const SUPPORT: Row[] = [
  [
    ['messages'],
    'a request for support that is mailed to the partner',
    async () => {
      const key = await hubby.newPartner(undefined, { support: { email: 'help@example.com' } });
      const external_user_id = user();
      await make(key, { package_specifications: [packageFor(external_user_id)] });
      return call(key, 'POST', '/api/native/support-requests', {
        external_user_id,
        body: 'No internet since I landed',
      });
    },
  ],
  [
    ['messages'],
    'an answered request that goes on to the partner',
    async () => {
      const key = await hubby.newPartner(undefined, { support: { email: 'help@example.com' } });
      const external_user_id = user();
      await make(key, { package_specifications: [packageFor(external_user_id)] });
      const { body } = await hubby.call(
        'POST',
        '/api/native/support-requests',
        { external_user_id, body: 'No internet', symptom: 'no_data' },
        { key },
      );
      await hubby.sql(`update support_requests set status = 'answered' where id = $1`, [
        body.data.id,
      ]);
      await settled(key);
      return call(key, 'POST', `/api/native/support-requests/${body.data.id}/escalate`, {});
    },
  ],
];

for (const [subject, table] of Object.entries({
  bookings: BOOKINGS,
  codes: CODES,
  eSIMs: ESIMS,
  webhooks: WEBHOOKS,
  support: SUPPORT,
}))
  describe(`woken at once by ${subject}`, () => {
    for (const [kinds, what, prepare] of table)
      it(`${kinds.join(' and ')}: ${what}`, async () => {
        const act = await prepare();
        const woken = await hubby.woken(act);
        for (const kind of kinds) assert.ok(woken.includes(kind), `woken: ${woken.join() || '-'}`);
      });
  });
