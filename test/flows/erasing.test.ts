/** A traveler is erased: nothing that says who they are is left, all that was sold is. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { unpackTexts, type StoredTexts } from '../../src/domain/requests/texts.ts';
import { runDueErasures } from '../../src/domain/erasing/run-due-erasures.ts';
import { answerRow } from '../../src/domain/partners/idempotency/keyed-request.ts';
import { IN_A_YEAR, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { fileOf, goodRow, made } from '../support/imports.ts';
import { holdLock, untilBlocked } from '../support/hold-lock.ts';
import { memberAt } from '../support/members.ts';
import { NOT_PERSONAL, PERSONAL } from '../support/personal-columns.ts';
import { startKeeping } from '../support/request-log.ts';
import { openPage } from '../support/webview.ts';

let hubby: Hubby;
let own: CreatedPartner;
let owner: Awaited<ReturnType<typeof memberAt>>;
before(async () => {
  hubby = await startKeeping();
  own = await partnerWithAllScopes();
  owner = await memberAt(hubby, { roles: { [own.partner_id]: 'owner' } });
});
after(() => hubby.close());

async function partnerWithAllScopes(): Promise<CreatedPartner> {
  const made = await hubby.newPartner('Own Travel');
  await hubby.sql(
    `update api_keys set scopes = '{bookings,travelers,settings,keys,erase}' where id = $1`,
    [made.api_key],
  );
  hubby.ctx.keys.clear();
  return made;
}

const ok = ({ status, text, body }: Answer): Json => {
  assert.ok(status < 300, text);
  return body.data;
};
const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Json> => ok(await hubby.call(method, path, body, { key: own, headers }));
const erase = (id: string, key = own): Promise<Answer> =>
  hubby.call('POST', `/api/travelers/${id}/erase`, undefined, { key });
const travelerOf = async (name: string): Promise<string> =>
  (
    await hubby.sql('select id from travelers where partner_id = $1 and external_user_id = $2', [
      own.partner_id,
      name,
    ])
  )[0]?.id;

/** What was under way is over, and a worker has looked at all of it. */
async function settle(id: string): Promise<void> {
  await hubby.ctx.requestLog.flush();
  await hubby.sql(
    `update erasures set settled_at = now(), next_attempt_at = now()
     where traveler_id = $1 and done_at is null`,
    [id],
  );
  await runDueErasures(hubby.ctx);
}

type Trip = { name: string; email: string; reference: string; booking: Json; id: string };

const bodyOf = (name: string, email: string, reference: string): Json => ({
  booking_id: reference,
  departure_date: IN_A_YEAR,
  email,
  first_name: `First${name}`,
  communication_options: { should_send_message: true, channels: ['EMAIL'] },
  data: { seat: '12A', note: `for ${name}` },
  package_specifications: [
    { external_user_id: name, email, destination: 'GR', size: '1GB' },
    { external_user_id: name, destination: 'FR', size: '3GB' },
  ],
});

async function booked(name = user()): Promise<Trip> {
  const email = `${name}@traveler.example`;
  const reference = `TRIP-${user()}`;
  const booking = await call('POST', '/api/bookings', bodyOf(name, email, reference), {
    'idempotency-key': reference,
  });
  return { name, email, reference, booking, id: await travelerOf(name) };
}

/** With something in every place that holds a person. */
async function traveled(): Promise<Trip & { iccid: string }> {
  const trip = await booked();
  const { name, email } = trip;
  await hubby.drain();
  const redeemed = await call('POST', '/api/native/redeem-package', {
    external_user_id: name,
    package_queue_id: trip.booking.package_queues[0].id,
  });
  const { iccid } = redeemed.current_esim;
  for (const [verb, body] of [['install'], ['enable'], ['consume', { percent: 60 }]] as const)
    await call('POST', `/api/sandbox/esims/${iccid}/${verb}`, body);
  await call('POST', '/api/native/support-requests', {
    external_user_id: name,
    body: `I am ${name}, help`,
    escalate: true,
  });
  await call('GET', `/api/travelers?q=${encodeURIComponent(email)}`);
  await call('POST', '/api/native/install-links', { iccid });
  await openPage(hubby, { external_user_id: name }, own);
  const file = fileOf(goodRow(undefined, name)).replace('size\n', 'size,email\n');
  const imported = await made(hubby, file.replace(/1GB\n$/, `1GB,${email}\n`), '', own);
  await hubby.drain();
  await call('POST', `/api/imports/${imported}/run`);
  await hubby.drain();
  await plant(trip);
  return { ...trip, iccid };
}

/** What no request of a test leaves. */
async function plant({ name, email, id, booking }: Trip): Promise<void> {
  const p = own.partner_id;
  await hubby.sql(
    `insert into device_tokens (partner_id, token, traveler_id) values ($1, $2, $3)`,
    [p, `token-${name}`, id],
  );
  await hubby.sql(
    `insert into suppressed_recipients (partner_id, recipient, reason, suppressed_at)
     values ($1, $2, 'bounced', now())`,
    [p, email],
  );
  await hubby.sql(
    `insert into purchases (partner_id, id, traveler_id, state, choice, bundle_id, iso3, amount, currency, return_to, receipt_to, refund_asked, expires_at)
     values ($1, $2, $3, 'refunded', '{}', 'pkg_grc_1gb_365d', 'GRC', 100, 'EUR', $4, $5, $6, now())`,
    [p, `pur_${user()}`, id, `https://x.example/${name}`, email, `I am ${name}`],
  );
  const codes = await call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    package_specifications: [{ destination: 'TR', size: '1GB' }],
  });
  await hubby.sql(
    `update promo_codes set claimed_email = $3, recipient = $3, claimed_at = now()
     where partner_id = $1 and code = $2`,
    [p, codes.promo_codes[0].promo_code, email],
  );
  await hubby.sql(
    `insert into promo_code_reissues (partner_id, queue_id, number, reissued_at, old_code, old_claimed_email, reason, api_key)
     select partner_id, queue_id, 1, now(), 'OLD', $3, $4, 'hk' from promo_codes where partner_id = $1 and code = $2`,
    [p, codes.promo_codes[0].promo_code, email, `asked by ${email}`],
  );
  await hubby.sql(
    `insert into attempts (partner_id, event_id, number, attempted_at, url, duration_ms, response_body)
     select partner_id, id, 9, now(), 'https://a.example', 5, $3 from events
     where partner_id = $1 and entity_id = $2 limit 1`,
    [p, booking.id, `hello ${name}`],
  );
}

type Column = { table: string; column: string };
const columns = async (): Promise<Column[]> =>
  (
    await hubby.sql(
      `select c.table_name as t, c.column_name as c
       from information_schema.columns c
       join information_schema.tables using (table_schema, table_name)
       where c.table_schema = 'public' and table_type = 'BASE TABLE'
         and (c.data_type in ('text', 'jsonb', 'bytea') or c.udt_name = '_text')
       order by 1, 2`,
    )
  ).map(({ t, c }: Json) => ({ table: t, column: c }));

/** What requests said lies together, and may be deflated. */
async function standsInTexts(words: string[]): Promise<boolean> {
  const rows = await hubby.sql<StoredTexts>('select texts, is_deflated from api_request_texts');
  const said = JSON.stringify(rows.map(unpackTexts)).toLowerCase();
  return words.some((word) => said.includes(word.toLowerCase()));
}

/** Where one of these words stands, in any case. */
async function placesOf(words: string[]): Promise<string[]> {
  await hubby.ctx.requestLog.flush();
  const found = (await standsInTexts(words)) ? ['api_request_texts.texts'] : [];
  const patterns = words.map((word) => `%${word.toLowerCase().replaceAll('_', '\\_')}%`);
  for (const { table, column } of await columns()) {
    const [row] = await hubby.sql(
      `select count(*)::int as n from ${table} where lower("${column}"::text) like any($1)`,
      [patterns],
    );
    if (row.n > 0) found.push(`${table}.${column}`);
  }
  return found;
}

async function keptAnswer(key: string): Promise<string> {
  const [row] = await hubby.sql(
    'select method, path, key, body_sealed from idempotency_keys where partner_id = $1 and key = $2',
    [own.partner_id, key],
  );
  return hubby.ctx.secrets.open(
    row.body_sealed,
    answerRow({ partnerId: own.partner_id, method: row.method, path: row.path, key }),
  );
}

describe('columns of people', () => {
  it('are all in the list, and all others in the other', async () => {
    const named = [
      ...Object.keys(PERSONAL),
      ...Object.entries(NOT_PERSONAL).flatMap(([table, names]) =>
        names.split(' ').map((name) => `${table}.${name}`),
      ),
    ];
    assert.equal(new Set(named).size, named.length, 'one of them stands in both');
    const there = (await columns()).map(({ table, column }) => `${table}.${column}`);
    assert.deepEqual(
      {
        forgotten: there.filter((one) => !named.includes(one)),
        gone: named.filter((one) => !there.includes(one)),
      },
      { forgotten: [], gone: [] },
    );
  });
});

describe('a traveler who is erased', () => {
  it('is named nowhere any more, and what was sold stays', async () => {
    const trip = await traveled();
    const words = [trip.name, trip.email];
    const places = await placesOf(words);
    assert.deepEqual(
      places.filter((place) => PERSONAL[place] === undefined),
      [],
      'what names them stands only in places that are known',
    );
    assert.ok(places.length >= 20, places.join(' '));
    assert.ok(places.includes('api_request_texts.texts'));
    const sold = (): Promise<Json[]> =>
      hubby.sql(
        `select q.id, q.bundle_id, q.b2b_price, q.redeemed_at, k.used_bytes, e.iccid
         from package_queues q
         left join packages k on k.partner_id = q.partner_id and k.queue_id = q.id
         left join esims e on e.partner_id = q.partner_id and e.id = k.esim_id
         where q.partner_id = $1 and q.traveler_id = $2 order by q.id`,
        [own.partner_id, trip.id],
      );
    const before = await sold();
    assert.ok(before.some(({ used_bytes }) => used_bytes > 0));

    const erased = ok(await erase(trip.id));
    assert.deepEqual([erased.id, erased.state, erased.done_at], [trip.id, 'running', null]);
    await settle(trip.id);
    assert.deepEqual(await placesOf(words), []);
    assert.ok(!(await keptAnswer(trip.reference)).includes(trip.name));
    assert.deepEqual(await sold(), before);
    const again = ok(await erase(trip.id));
    assert.equal(again.state, 'done');
    assert.equal(again.erased_at, erased.erased_at);
  });

  it('gets nothing that has not left: mails are taken back, bookings cancelled', async () => {
    const trip = await booked();
    const pending = (): Promise<Json[]> =>
      hubby.sql('select status, reason, recipient from messages where booking_id = $1', [
        trip.booking.id,
      ]);
    assert.deepEqual(
      (await pending()).map(({ status }) => status),
      ['pending'],
    );
    ok(await erase(trip.id));
    await hubby.drain();
    const [message] = await pending();
    assert.deepEqual([message.status, message.reason], ['cancelled', 'booking_cancelled']);
    assert.match(message.recipient, /^erased:msg_/);
    const sent = await call('GET', '/api/sandbox/messages');
    assert.ok(!JSON.stringify(sent).includes(trip.email));
    const booking = await call('GET', `/api/bookings/${trip.booking.id}`);
    assert.deepEqual([booking.status, booking.email], ['CANCELLED', null]);
    assert.ok(!JSON.stringify(booking).includes(trip.name));
  });

  it('is named in no event that is still to be delivered, nor in the feed', async () => {
    const trip = await traveled();
    const events = (): Promise<Json[]> =>
      hubby.sql(
        `select id, type, sequence, data::text as data from events
         where partner_id = $1 and data->>'booking_id' = $2 or entity_id = any(array(
           select id from esims where partner_id = $1 and traveler_id = $3)) order by id`,
        [own.partner_id, trip.booking.id, trip.id],
      );
    const before = await events();
    assert.ok(before.some(({ data }) => data.includes(trip.name)));
    ok(await erase(trip.id));
    const later = new Map((await events()).map((event) => [event.id, event]));
    for (const { id, type, sequence } of before) {
      const event = later.get(id)!;
      assert.deepEqual([event.type, event.sequence], [type, sequence]);
      assert.ok(!event.data.includes(trip.name), event.data);
    }
    let cursor = '';
    for (;;) {
      const page = await call('GET', `/api/events?limit=100${cursor}`);
      assert.ok(!JSON.stringify(page).includes(trip.name));
      if (page.events.length === 0) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
  });

  it('leaves others on the same booking as they are', async () => {
    const [one, other] = [user(), user()];
    const booking = await call('POST', '/api/bookings', {
      booking_id: `TRIP-${user()}`,
      departure_date: IN_A_YEAR,
      email: `${other}@traveler.example`,
      first_name: 'Booker',
      data: { seats: [{ who: one }, { who: other }] },
      package_specifications: [one, other].map((name) => ({
        external_user_id: name,
        email: `${name}@traveler.example`,
        destination: 'GR',
        size: '1GB',
      })),
    });
    ok(await erase(await travelerOf(one)));
    const left = await call('GET', `/api/bookings/${booking.id}`);
    const [{ contact }] = await hubby.sql('select contact from bookings where id = $1', [
      booking.id,
    ]);
    assert.deepEqual(
      [left.status, left.email, left.data, contact.first_name],
      [
        'CONFIRMED',
        `${other}@traveler.example`,
        { seats: [{ who: 'erased' }, { who: other }] },
        'Booker',
      ],
    );
    const queues = await hubby.sql(
      'select traveler_id, cancelled_at is null as is_live from package_queues where booking_id = $1',
      [booking.id],
    );
    const theirs = await travelerOf(other);
    for (const { traveler_id, is_live } of queues) assert.equal(is_live, traveler_id === theirs);
  });

  it('is somebody new who comes again, and keeps what they bring', async () => {
    const trip = await traveled();
    ok(await erase(trip.id));
    const again = await call(
      'POST',
      '/api/bookings',
      bodyOf(trip.name, trip.email, `TRIP-${user()}`),
    );
    const id = await travelerOf(trip.name);
    assert.notEqual(id, trip.id);
    await settle(trip.id);
    const shown = await call('GET', `/api/travelers/${id}`);
    assert.deepEqual([shown.emails, shown.bookings.length], [[trip.email], 1]);
    assert.equal((await call('GET', `/api/bookings/${again.id}`)).email, trip.email);
    assert.deepEqual((await call('GET', `/api/travelers/${trip.id}`)).emails, []);
  });

  it('waits for an eSIM that is on its way, and for a purchase not at all', async () => {
    const trip = await booked();
    const to = (state: string): Promise<unknown> =>
      hubby.sql('update provider_orders set state = $2 where traveler_id = $1', [trip.id, state]);
    await to('needs_review');
    ok(await erase(trip.id));
    await settle(trip.id);
    const state = async (): Promise<Json> =>
      (
        await hubby.sql(
          'select done_at is not null as is_done, words_sealed from erasures where traveler_id = $1',
          [trip.id],
        )
      )[0];
    assert.deepEqual(await state(), { is_done: false, words_sealed: null });
    await to('rejected');
    await settle(trip.id);
    assert.equal((await state()).is_done, true);

    const buyer = await booked();
    const purchase = `pur_${user()}`;
    await hubby.sql(
      `insert into purchases (partner_id, id, traveler_id, state, choice, bundle_id, iso3, amount, currency, return_to, expires_at)
       values ($1, $2, $3, 'paid', '{}', 'pkg_grc_1gb_365d', 'GRC', 100, 'EUR', 'home', now())`,
      [own.partner_id, purchase, buyer.id],
    );
    const refused = await erase(buyer.id);
    assert.deepEqual([refused.status, refused.body.error.type], [409, 'conflict']);
    assert.equal(await travelerOf(buyer.name), buyer.id, 'nothing was done');
  });
});

describe('erasing', () => {
  it('and booking at once: what is booked is theirs and given back, or somebody new’s', async () => {
    for (let round = 0; round < 6; round++) {
      const byEmail = round % 2 === 1;
      const name = user();
      const email = `${name}@traveler.example`;
      const entry = {
        ...(byEmail ? { esim_type: 'classic' } : { external_user_id: name }),
        email,
        destination: 'GR',
        size: '1GB',
      };
      const book = (): Promise<Answer> =>
        hubby.call(
          'POST',
          '/api/bookings',
          { departure_date: IN_A_YEAR, package_specifications: [entry] },
          { key: own },
        );
      ok(await book());
      const [{ traveler_id: id }] = await hubby.sql(
        'select traveler_id from traveler_emails where partner_id = $1 and email = $2',
        [own.partner_id, email],
      );
      const [answer, ...bookings] = await Promise.all([erase(id), book(), book(), book()]);
      ok(answer);
      bookings.forEach(ok);
      const live = await hubby.sql(
        `select 1 from package_queues where partner_id = $1 and traveler_id = $2 and cancelled_at is null`,
        [own.partner_id, id],
      );
      assert.deepEqual(live, [], 'the erased traveler has nothing that waits');
      const named = await hubby.sql(
        'select 1 from package_queues where partner_id = $1 and traveler_id = $2 and requested::text like $3',
        [own.partner_id, id, `%${name}%`],
      );
      assert.deepEqual(named, []);
    }
  });

  it('finds nobody by an address that is being taken out while a booking waits for it', async (t) => {
    const name = user();
    const email = `${name}@traveler.example`;
    const book = (): Promise<Answer> =>
      hubby.call(
        'POST',
        '/api/bookings',
        {
          departure_date: IN_A_YEAR,
          package_specifications: [{ email, esim_type: 'classic', destination: 'GR', size: '1GB' }],
        },
        { key: own },
      );
    ok(await book());
    const [{ traveler_id: id }] = await hubby.sql(
      'select traveler_id from traveler_emails where partner_id = $1 and email = $2',
      [own.partner_id, email],
    );
    // As erasing does, stopped before its commit.
    const held = await holdLock(
      hubby,
      `with held as (select id from travelers where partner_id = $1 and id = $2 for update),
         gone as (delete from traveler_emails where partner_id = $1 and traveler_id = $2)
       update travelers t set erased_at = now() from held where t.partner_id = $1 and t.id = held.id`,
      [own.partner_id, id],
    );
    t.after(held.release);
    const waiting = book();
    await untilBlocked(hubby);
    await held.commit();
    ok(await waiting);
    const [now] = await hubby.sql(
      'select traveler_id from traveler_emails where partner_id = $1 and email = $2',
      [own.partner_id, email],
    );
    assert.notEqual(now.traveler_id, id);
  });

  it('again, and at the same time, is one act', async () => {
    const trip = await booked();
    const answers = await Promise.all([erase(trip.id), erase(trip.id), erase(trip.id)]);
    assert.equal(new Set(answers.map((answer) => ok(answer).erased_at)).size, 1);
    const acts = await hubby.sql(
      `select actor_kind, after from audit_entries where action = 'traveler.erased' and subject = $1`,
      [trip.id],
    );
    assert.deepEqual(
      acts.map(({ actor_kind, after }) => [actor_kind, after.bookings]),
      [['key', 1]],
    );
    assert.ok(!JSON.stringify(acts).includes(trip.name));
  });

  it('is for keys with its scope and for owners, and of the partner’s own', async () => {
    const trip = await booked();
    const other = await hubby.newPartner('Other Travel');
    const missing = await erase(trip.id, other);
    assert.deepEqual([missing.status, missing.body.error.scope], [403, 'erase']);
    await hubby.sql(`update api_keys set scopes = '{travelers,erase}' where id = $1`, [
      other.api_key,
    ]);
    hubby.ctx.keys.clear();
    for (const what of ['erase', 'export']) {
      const theirs = await hubby.call('POST', `/api/travelers/${trip.id}/${what}`, undefined, {
        key: other,
      });
      assert.deepEqual([theirs.status, theirs.body.error.type], [404, 'user_not_found']);
    }
    const path = `/partners/${own.partner_id}/travelers/${trip.id}`;
    const support = await memberAt(hubby, { roles: { [own.partner_id]: 'support' } });
    assert.equal((await support.call('POST', `${path}/erase`)).status, 403);
    await hubby.sql('update member_sessions set fresh_at = null where member_id = $1', [
      owner.member.id,
    ]);
    const stale = await owner.call('POST', `${path}/erase`);
    assert.equal(stale.body.error.type, 'fresh_sign_in_required');
    await hubby.sql('update member_sessions set fresh_at = now() where member_id = $1', [
      owner.member.id,
    ]);
    assert.equal(ok(await owner.call('POST', `${path}/erase`)).state, 'running');
    const { travelers } = ok(
      await owner.call('GET', `/partners/${own.partner_id}/travelers?q=${trip.id}`),
    );
    assert.equal(travelers[0].external_user_id, null);
    assert.ok(travelers[0].erased_at !== null);
  });
});

describe('the export of a traveler', () => {
  it('has all that is known of them, nothing that opens something, and is written down', async () => {
    const trip = await traveled();
    const other = await booked();
    const support = await memberAt(hubby, { roles: { [own.partner_id]: 'support' } });
    const path = `/travelers/${trip.id}/export`;
    const shown = ok(await support.call('POST', `/partners/${own.partner_id}${path}`));
    const signed = await call('POST', `/api${path}`);
    assert.deepEqual({ ...signed, made_at: '' }, { ...shown, made_at: '' });
    assert.deepEqual(shown.traveler.emails, [trip.email]);
    for (const part of [
      'bookings',
      'entitlements',
      'esims',
      'packages',
      'messages',
      'suppressions',
      'support_requests',
      'sessions',
      'push_devices',
      'purchases',
      'events',
    ])
      assert.ok(shown[part].length > 0, part);
    assert.equal(shown.bookings[0].contact.first_name, `First${trip.name}`);
    assert.ok(shown.messages.some(({ text }: Json) => text !== null));
    const all = JSON.stringify(shown);
    assert.ok(!all.includes(other.name));
    assert.ok(!all.includes('LPA:'));
    assert.ok(!all.includes(`token-${trip.name}`));
    const acts = await hubby.sql(
      `select actor_kind from audit_entries where action = 'traveler.exported' and subject = $1 order by id`,
      [trip.id],
    );
    assert.deepEqual(
      acts.map(({ actor_kind }) => actor_kind),
      ['member', 'key'],
    );
  });
});

describe('travelers as a file', () => {
  it('are those of the word, and whoever took them is written down', async () => {
    const trip = await booked();
    const signed = await hubby.call('GET', `/api/exports/travelers.csv?q=${trip.name}`, undefined, {
      key: own,
    });
    assert.equal(signed.status, 200, signed.text);
    const [head, row, end] = signed.text.split('\n');
    assert.equal(
      head,
      'id,external_user_id,emails,created_at,erased_at,iccid,esim_status,active_packages',
    );
    assert.ok(row!.startsWith(`${trip.id},${trip.name},${trip.email},`), row);
    assert.equal(end, '');
    const shown = await owner.call(
      'GET',
      `/partners/${own.partner_id}/exports/travelers.csv?q=${trip.name}`,
    );
    assert.equal(shown.text, signed.text);
    const viewer = await memberAt(hubby, { roles: { [own.partner_id]: 'viewer' } });
    const refused = await viewer.call('GET', `/partners/${own.partner_id}/exports/travelers.csv`);
    assert.equal(refused.status, 403);
    const acts = await hubby.sql(
      `select actor_kind from audit_entries where action = 'travelers.exported' and after->>'q' = $1 order by id`,
      [trip.name],
    );
    assert.deepEqual(
      acts.map(({ actor_kind }) => actor_kind),
      ['key', 'member'],
    );
  });
});
