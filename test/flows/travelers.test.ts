/** Travelers on the screens and by key: found, shown, what happened to them, what is done for them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { user, startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { queueUuid } from '../../src/ids.ts';
import type { PartnerRole } from '../../src/domain/members/permissions.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { memberAt, type BrowserPage } from '../support/members.ts';

let hubby: Hubby;
let own: CreatedPartner;
let support: BrowserPage;
before(async () => {
  hubby = await startHubby();
  own = await hubby.newPartner('Own Travel');
  support = await at('support');
});
after(() => hubby.close());

const at = (role: PartnerRole, partner = own): Promise<BrowserPage> =>
  memberAt(hubby, { roles: { [partner.partner_id]: role } });
const ok = ({ status, text, body }: Answer): Json => {
  assert.ok(status < 300, text);
  return body.data;
};
const get = async (path: string, browser = support): Promise<Json> =>
  ok(await browser.call('GET', `/partners/${own.partner_id}${path}`));
const post = (path: string, body?: unknown, browser = support): Promise<Answer> =>
  browser.call('POST', `/partners/${own.partner_id}${path}`, body);
const audited = (action: string, subject: string): Promise<Json[]> =>
  hubby.sql('select * from audit_entries where partner_id = $1 and action = $2 and subject = $3', [
    own.partner_id,
    action,
    subject,
  ]);

const MAILED = { should_send_message: true, channels: ['EMAIL'] };
const queueUuidOf = async (code: string): Promise<string> => {
  const [row] = await hubby.sql('select queue_id from promo_codes where code = $1', [code]);
  return queueUuid(row.queue_id);
};

type Trip = { name: string; email: string; reference: string; booking: Json; id: string };
async function booked(): Promise<Trip> {
  const name = user();
  const email = `${name}@traveler.example`;
  const reference = `TRIP-${name}`;
  const booking = ok(
    await hubby.call(
      'POST',
      '/api/bookings',
      {
        booking_id: reference,
        departure_date: '2030-07-15',
        email,
        communication_options: MAILED,
        package_specifications: [{ external_user_id: name, email, destination: 'GR', size: '1GB' }],
      },
      { key: own },
    ),
  );
  const [row] = await hubby.sql(
    'select id from travelers where partner_id = $1 and external_user_id = $2',
    [own.partner_id, name],
  );
  await hubby.drain();
  return { name, email, reference, booking, id: row.id };
}

async function onDevice(trip: Trip): Promise<string> {
  const queue = trip.booking.package_queues[0].id;
  const redeemed = ok(
    await hubby.call(
      'POST',
      '/api/native/redeem-package',
      { external_user_id: trip.name, package_queue_id: queue },
      { key: own },
    ),
  );
  const { iccid } = redeemed.current_esim;
  for (const [verb, body] of [['install'], ['enable'], ['consume', { percent: 60 }]] as const)
    ok(await hubby.call('POST', `/api/sandbox/esims/${iccid}/${verb}`, body, { key: own }));
  await hubby.drain();
  return iccid;
}

describe('travelers', () => {
  it('are listed newest first, page by page', async () => {
    const trips = [await booked(), await booked(), await booked()];
    const seen: Json[] = [];
    let cursor: string | null = null;
    do {
      const page: Json = await get(
        `/travelers?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      assert.ok(page.travelers.length <= 2);
      seen.push(...page.travelers);
      cursor = page.next_cursor;
    } while (cursor !== null);
    assert.deepEqual(
      seen.slice(0, 3).map((t) => t.external_user_id),
      trips.map(({ name }) => name).reverse(),
    );
    assert.deepEqual(seen[0].emails, [trips[2]!.email]);
    assert.equal(seen[0].esim?.active_packages ?? 0, 0);
  });

  it('are found by id, address, the end of an ICCID and our id, by nothing else', async () => {
    const trip = await booked();
    const iccid = await onDevice(trip);
    for (const q of [trip.name, trip.email.toUpperCase(), iccid.slice(-8), trip.id]) {
      const { travelers } = await get(`/travelers?q=${encodeURIComponent(q)}`);
      assert.deepEqual(
        travelers.map((t: Json) => [t.id, t.esim.iccid]),
        [[trip.id, iccid]],
        q,
      );
    }
    for (const q of ['nobody', trip.name.slice(1), `${trip.email}x`, '%', '_'])
      assert.deepEqual((await get(`/travelers?q=${encodeURIComponent(q)}`)).travelers, [], q);
    const signed = await hubby.call('GET', `/api/travelers?q=${trip.name}`, undefined, {
      key: own,
    });
    assert.deepEqual(ok(signed), await get(`/travelers?q=${trip.name}`));
  });

  it('are shown with their bookings, entitlements, eSIMs and packages, to their partner alone', async () => {
    const trip = await booked();
    const iccid = await onDevice(trip);
    const shown = await get(`/travelers/${trip.id}`);
    assert.deepEqual(
      [shown.external_user_id, shown.emails, shown.bookings[0].booking_id, shown.esims[0].iccid],
      [trip.name, [trip.email], trip.reference, iccid],
    );
    assert.equal(shown.esims[0].packages[0].package_queue_uuid, shown.entitlements[0].uuid);
    assert.ok(shown.esims[0].packages[0].used_bytes > 0);
    assert.ok(!JSON.stringify(shown).includes('LPA:'), 'no activation code');
    const signed = await hubby.call('GET', `/api/travelers/${trip.id}`, undefined, { key: own });
    assert.deepEqual(ok(signed), shown);

    const other = await hubby.newPartner('Other Travel');
    const theirs = await at('owner', other);
    for (const path of [`/travelers/${trip.id}`, `/travelers/${trip.id}/timeline`]) {
      const answer = await theirs.call('GET', `/partners/${other.partner_id}${path}`);
      assert.deepEqual([answer.status, answer.body.error.type], [404, 'user_not_found']);
      const keyed = await hubby.call('GET', `/api${path}`, undefined, { key: other });
      assert.deepEqual([keyed.status, keyed.body.error.type], [404, 'user_not_found']);
    }
    const found = await theirs.call(
      'GET',
      `/partners/${other.partner_id}/travelers?q=${trip.name}`,
    );
    assert.deepEqual(ok(found).travelers, []);
  });

  it('are masked for who may not read of people, and not found by their address', async () => {
    const trip = await booked();
    for (const role of ['viewer', 'finance'] as const) {
      const browser = await at(role);
      const { travelers } = await get(`/travelers?q=${trip.name}`, browser);
      assert.equal(travelers[0].id, trip.id);
      assert.ok(!JSON.stringify(travelers).includes(trip.email), role);
      for (const path of ['/timeline', ''])
        assert.ok(
          !JSON.stringify(await get(`/travelers/${trip.id}${path}`, browser)).includes(trip.email),
          `${role} ${path}`,
        );
      for (const q of [trip.email, trip.email.slice(0, -3)])
        assert.deepEqual((await get(`/travelers?q=${q}`, browser)).travelers, [], `${role} ${q}`);
    }
  });
});

describe('the timeline', () => {
  it('tells a trip from booking to bytes, with the events and how they were delivered', async () => {
    const trip = await booked();
    await onDevice(trip);
    const { items, is_cut } = await get(`/travelers/${trip.id}/timeline`);
    assert.equal(is_cut, false);
    const kinds = items.map((i: Json) => i.kind);
    const wanted = [
      'booked',
      'mail',
      'departure',
      'redeemed',
      'esim_made',
      'esim_installed',
      'package_assigned',
      'first_use',
      'threshold',
    ];
    for (const kind of wanted) assert.ok(kinds.includes(kind), `${kind} in ${kinds}`);
    const times = items.map((i: Json) => i.at);
    assert.deepEqual(times, [...times].sort().reverse(), 'newest first');
    const of = (kind: string): Json => items.find((i: Json) => i.kind === kind);
    assert.equal(of('booked').event.event, 'booking.created');
    assert.equal(of('booked').details.booking_id, trip.reference);
    assert.equal(of('first_use').event.event, 'package.activated');
    assert.equal(of('mail').details.to, trip.email);
    assert.ok(
      items.some(
        (i: Json) => i.kind === 'threshold' && i.details.event === 'package.usage.50_percent',
      ),
    );
    const told = items.flatMap((i: Json) => i.event?.event_id ?? []);
    assert.equal(new Set(told).size, told.length, 'each event once');
    const signed = await hubby.call('GET', `/api/travelers/${trip.id}/timeline`, undefined, {
      key: own,
    });
    assert.deepEqual(ok(signed), { items, is_cut });
  });

  it('is one traveler’s: another on the same booking has their own mails', async () => {
    const [ada, bob] = [user(), user()];
    const mail = (name: string): string => `${name}@traveler.example`;
    ok(
      await hubby.call(
        'POST',
        '/api/bookings',
        {
          booking_id: `BOTH-${ada}`,
          departure_date: '2030-07-15',
          communication_options: MAILED,
          package_specifications: [ada, bob].map((name) => ({
            external_user_id: name,
            email: mail(name),
            destination: 'GR',
            size: '1GB',
          })),
        },
        { key: own },
      ),
    );
    await hubby.drain();
    for (const name of [ada, bob]) {
      const { travelers } = await get(`/travelers?q=${name}`);
      const { items } = await get(`/travelers/${travelers[0].id}/timeline`);
      const mails = items.filter((i: Json) => i.kind === 'mail').map((i: Json) => i.details.to);
      assert.ok(mails.length > 0, name);
      assert.deepEqual([...new Set(mails)], [mail(name)]);
    }
  });
});

describe('search', () => {
  const found = async (q: string, browser = support): Promise<string[]> =>
    (await get(`/search?q=${encodeURIComponent(q)}`, browser)).found.map(
      (f: Json) => `${f.kind} ${f.id}`,
    );

  it('finds bookings, travelers, eSIMs, codes and events by what people know of them', async () => {
    const trip = await booked();
    const iccid = await onDevice(trip);
    const [{ id: esim }] = await hubby.sql('select id from esims where iccid = $1', [iccid]);
    const begun = await found(trip.reference.slice(0, -1));
    assert.ok(begun.includes(`booking ${trip.booking.id}`), `${begun}`);
    assert.deepEqual(await found(trip.reference), [`booking ${trip.booking.id}`]);
    assert.deepEqual(await found(trip.booking.id), [`booking ${trip.booking.id}`]);
    assert.deepEqual(await found(trip.email), [`traveler ${trip.id}`]);
    assert.deepEqual(await found(` ${trip.name} `), [`traveler ${trip.id}`]);
    assert.deepEqual(await found(iccid), [`esim ${esim}`]);
    assert.deepEqual(await found(iccid.slice(-6)), [`esim ${esim}`]);
    assert.deepEqual(await found(iccid.slice(-3)), []);
    const [event] = await hubby.sql(
      `select id from events where partner_id = $1 and entity_id = $2 order by id limit 1`,
      [own.partner_id, trip.booking.id],
    );
    assert.deepEqual(await found(event.id), [`event ${event.id}`]);
    const { promo_codes } = ok(
      await hubby.call(
        'POST',
        '/api/bookings',
        {
          booking_id: `CODE-${trip.name}`,
          departure_date: '2030-07-15',
          package_specifications: [{ destination: 'GR', size: '1GB' }],
        },
        { key: own },
      ),
    );
    const [{ promo_code }] = promo_codes;
    const uuid = await queueUuidOf(promo_code);
    assert.deepEqual(await found(promo_code.toLowerCase()), [`promo_code ${uuid}`]);
    assert.deepEqual(await found(uuid), [`promo_code ${uuid}`]);
  });

  it('finds a cancelled booking, and nothing of another partner', async () => {
    const trip = await booked();
    await hubby.sql('delete from messages where booking_id = $1', [trip.booking.id]);
    ok(await hubby.call('DELETE', `/api/bookings/${trip.booking.id}`, undefined, { key: own }));
    assert.deepEqual(await found(trip.reference), [`booking ${trip.booking.id}`]);
    const other = await hubby.newPartner('Searching Travel');
    const theirs = await at('owner', other);
    for (const q of [trip.reference, trip.booking.id, trip.email, trip.name, trip.id]) {
      const answer = await theirs.call(
        'GET',
        `/partners/${other.partner_id}/search?q=${encodeURIComponent(q)}`,
      );
      assert.deepEqual(ok(answer).found, [], q);
    }
  });

  it('tells who may not read of people nothing by an address', async () => {
    const trip = await booked();
    assert.deepEqual(await found(trip.email, await at('viewer')), []);
    assert.deepEqual(await found(trip.name, await at('viewer')), [`traveler ${trip.id}`]);
  });

  it('takes a word as it is, and refuses none and one that is too long', async () => {
    for (const q of ['%%', '__', "'; --", '\\', 'x', '💥💥'])
      assert.deepEqual(await found(q), [], q);
    for (const q of ['', 'x'.repeat(201)])
      assert.equal(
        (await support.call('GET', `/partners/${own.partner_id}/search?q=${q}`)).status,
        400,
      );
  });
});

describe('a booking on the screens', () => {
  it('is listed, and shown with what each entry led to and its frozen price', async () => {
    const trip = await booked();
    const { bookings } = await get(`/bookings?booking_id=${trip.reference}`);
    assert.deepEqual(
      bookings.map((b: Json) => b.id),
      [trip.booking.id],
    );
    const owner = await at('owner');
    const shown = await get(`/bookings/${trip.booking.id}`, owner);
    assert.equal(shown.booking.id, trip.booking.id);
    const [entry] = shown.entries;
    assert.deepEqual([entry.traveler_id, entry.chosen_by], [trip.id, 'place']);
    assert.equal(entry.bundle_id, trip.booking.package_specifications[0].package_id);
    const [row] = await hubby.sql('select b2b_price from package_queues where booking_id = $1', [
      trip.booking.id,
    ]);
    assert.equal(Math.round(entry.b2b_price * 100), row.b2b_price);
    assert.equal((await get(`/bookings/${trip.booking.id}`)).entries[0].b2b_price, null, 'support');
  });

  it('is cancelled by who may, once, and that is written down', async () => {
    const trip = await booked();
    await hubby.sql(`delete from messages where booking_id = $1`, [trip.booking.id]);
    const path = `/bookings/${trip.booking.id}/cancel`;
    assert.equal((await post(path, undefined, await at('viewer'))).status, 403);
    for (let i = 0; i < 2; i++) assert.equal(ok(await post(path)).status, 'CANCELLED');
    const entries = await audited('booking.cancelled', trip.booking.id);
    assert.deepEqual(
      entries.map(({ actor_kind, after }) => [actor_kind, after.status]),
      [['member', 'CANCELLED']],
    );
    const gone = await post('/bookings/bkg_nothing/cancel');
    assert.deepEqual([gone.status, gone.body.error.type], [404, 'booking_not_found']);
  });
});

describe('what support does for a traveler', () => {
  it('makes an install link that opens, replaces an eSIM and puts one away, each written down', async () => {
    const trip = await booked();
    const iccid = await onDevice(trip);
    const link = ok(await post(`/esims/${iccid}/install-link`));
    const page = await hubby.bare('GET', new URL(link.url).pathname);
    assert.equal(page.status, 200);
    assert.equal((await audited('install_link.made', iccid)).length, 1);

    assert.equal((await post(`/esims/${iccid}/replace`, { reason: 'lost' })).status, 400);
    const replaced = await post(`/esims/${iccid}/replace`, { reason: 'new_device' });
    const { moved, left } = ok(replaced);
    // Begun, so that it stays on the old one.
    assert.deepEqual([moved, left.map(({ reason }: Json) => reason)], [[], ['in_use']]);
    assert.equal((await audited('esim.replaced', iccid)).length, 1);

    const [fresh] = [await booked()];
    const other = await onDevice(fresh!);
    assert.equal(ok(await post(`/esims/${other}/archive`)).iccid, other);
    ok(await post(`/esims/${other}/archive`));
    assert.equal((await audited('esim.archived', other)).length, 1);
  });

  it('touches no eSIM, code or mail of another partner', async () => {
    const trip = await booked();
    const iccid = await onDevice(trip);
    const other = await hubby.newPartner('Third Travel');
    const theirs = await at('owner', other);
    const [mail] = await hubby.sql('select id from messages where booking_id = $1', [
      trip.booking.id,
    ]);
    for (const [path, body] of [
      [`/esims/${iccid}/install-link`],
      [`/esims/${iccid}/archive`],
      [`/esims/${iccid}/replace`, { reason: 'broken' }],
      [`/messages/${mail.id}/resend`],
      [`/bookings/${trip.booking.id}/cancel`],
    ] as const) {
      const answer = await theirs.call('POST', `/partners/${other.partner_id}${path}`, body);
      assert.equal(answer.status, 404, `${path} ${answer.text}`);
    }
    const [esim] = await hubby.sql('select archived_at from esims where iccid = $1', [iccid]);
    assert.equal(esim.archived_at, null);
  });

  it('sends a mail once more, one at a time and five times at most', async () => {
    const trip = await booked();
    const mails = (): Promise<Json[]> =>
      hubby.sql(
        `select id, status, subject from messages
         where booking_id = $1 and kind = 'booking_confirmation' order by id`,
        [trip.booking.id],
      );
    const [first] = await mails();
    const path = `/messages/${first.id}/resend`;
    const answers = await Promise.all([post(path), post(path), post(path)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
    for (let sent = 2; sent <= 6; sent++) {
      await hubby.drain();
      const all = await mails();
      assert.equal(all.length, sent);
      assert.ok(
        all.every(({ status }) => status === 'delivered'),
        JSON.stringify(all),
      );
      assert.equal(all.at(-1).subject, first.subject);
      if (sent < 6) ok(await post(`/messages/${all.at(-1).id}/resend`));
    }
    assert.equal((await post(path)).status, 409, 'often enough');
    assert.equal((await audited('message.resent', first.id)).length, 1);
  });

  it('gives a code anew, and the old one is dead', async () => {
    const { promo_codes } = ok(
      await hubby.call(
        'POST',
        '/api/bookings',
        {
          booking_id: `ANEW-${user()}`,
          departure_date: '2030-07-15',
          package_specifications: [{ destination: 'GR', size: '1GB' }],
        },
        { key: own },
      ),
    );
    const [{ promo_code: old }] = promo_codes;
    const uuid = await queueUuidOf(old);
    const made = ok(await post(`/promo-codes/${old}/reissue`, { reason: 'lost' }));
    assert.notEqual(made.promo_code, old);
    assert.equal((await post(`/promo-codes/${old}/reissue`, {})).status, 404);
    const [entry] = await audited('promo_code.reissued', uuid);
    assert.equal(entry.actor_kind, 'member');
  });
});
