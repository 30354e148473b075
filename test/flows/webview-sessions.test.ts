/** How travelers come onto the managed screens, what a token opens, and when it is over. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose';
import { forgetOldSessions } from '../../src/domain/webview/forget-sessions.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { exchange, openPage, pageWith } from '../support/webview.ts';

const MINUTE = 60_000;
const LIMIT = 'wrong_redirect_tokens_per_address_per_minute';
let hubby: Hubby;
/** how far the clock is ahead of real time, in milliseconds */
let ahead = 0;
before(async () => {
  hubby = await startHubby({ clock: { now: () => new Date(Date.now() + ahead) } });
  await hubby.operator('PUT', '/limits', { [LIMIT]: 0 });
});
after(() => hubby.close());

/** Runs `work` at a later hour. */
async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  ahead = ms;
  try {
    return await work();
  } finally {
    ahead = 0;
  }
}

async function traveler(named: object = {}, key: Json = hubby.partner): Promise<string> {
  const id = user();
  const entry = { external_user_id: id, destination: 'GR', size: '1GB', ...named };
  const booked = await hubby.call(
    'POST',
    '/api/bookings',
    { departure_date: IN_A_YEAR, package_specifications: [entry] },
    { key },
  );
  assert.equal(booked.status, 201, booked.text);
  return id;
}
const create = (input: object, key: Json = hubby.partner): Promise<Answer> =>
  hubby.call('POST', '/api/redirect-tokens/create', input, { key });
const tokenFor = async (input: object, key: Json = hubby.partner): Promise<string> =>
  (await create(input, key)).body.data.redirect_token;
const dashboard = (token: string): Promise<Answer> =>
  pageWith(hubby, token)('GET', '/me/dashboard');
/** Status and body without what every answer has of its own. */
const bare = ({ status, headers, body, text }: Answer): string =>
  `${status} ${headers['www-authenticate']} ${text.replace(body.error.request_id, '')}`;

describe('a redirect token', () => {
  it('opens one session, however many use it at once', async () => {
    const id = await traveler();
    const token = await tokenFor({ external_user_id: id });
    const answers = await Promise.all(Array.from({ length: 50 }, () => exchange(hubby, token)));
    const opened = answers.filter(({ status }) => status === 200);
    assert.equal(opened.length, 1);
    assert.equal(opened[0]!.body.data.dashboard.user.external_user_id, id);
    const sessions = await hubby.sql(
      `select 1 from webview_sessions s join travelers t on t.id = s.traveler_id
       where t.external_user_id = $1`,
      [id],
    );
    assert.equal(sessions.length, 1);
  });

  it('opens the same session again for the page that has its key, while that goes on', async () => {
    const id = await traveler();
    const token = await tokenFor({ external_user_id: id });
    const own = { retry_key: 'a'.repeat(32) };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => exchange(hubby, token, own)),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      answers.map(() => 200),
    );
    const sessions = new Set(answers.map(({ body }) => body.data.session_id));
    assert.equal(sessions.size, 1);
    for (const { body } of answers)
      assert.equal((await dashboard(body.data.session_token)).status, 200);
    const late = await later(6 * MINUTE, () => exchange(hubby, token, own));
    assert.equal(late.body.data.session_id, [...sessions][0]);
    // Neither the token alone, nor with the key of another page, nor that key with another token.
    const unused = await tokenFor({ external_user_id: await traveler() });
    const refused = [
      await exchange(hubby, token),
      await exchange(hubby, token, { retry_key: 'b'.repeat(32) }),
      await exchange(hubby, 'x'.repeat(43), own),
    ];
    const another = await exchange(hubby, unused, own);
    assert.notEqual(another.body.data.session_id, [...sessions][0]);
    await hubby.call('POST', '/api/webapp/sessions/revoke', { external_user_id: id });
    refused.push(await exchange(hubby, token, own));
    assert.equal(new Set(refused.map(bare)).size, 1);
    assert.equal(refused[0]!.body.error.type, 'redirect_token_invalid');
  });

  it('takes no key that could be hit upon', async () => {
    const token = await tokenFor({ external_user_id: await traveler() });
    for (const retry_key of ['short', 'x'.repeat(65), 'blank in the middle', 7]) {
      const { status, body } = await exchange(hubby, token, { retry_key });
      assert.equal(status, 400);
      assert.equal(body.error.details[0].field, 'retry_key');
    }
    assert.equal((await exchange(hubby, token)).status, 200);
  });

  it('is refused alike when it was used, has run out, is none, or its traveler is gone', async () => {
    const id = await traveler();
    const used = await tokenFor({ external_user_id: id });
    assert.equal((await exchange(hubby, used)).status, 200);
    const late = await tokenFor({ external_user_id: id });
    const gone = await hubby.newPartner();
    const erased = await tokenFor({ external_user_id: await traveler({}, gone) }, gone);
    await hubby.call('POST', '/api/sandbox/reset', undefined, { key: gone });
    const halted = await hubby.newPartner();
    const suspended = await tokenFor({ external_user_id: await traveler({}, halted) }, halted);
    await hubby.operator('POST', `/partners/${halted.partner_id}/suspend`);
    const answers = [
      await exchange(hubby, used),
      await later(5 * MINUTE + 1, () => exchange(hubby, late)),
      await exchange(hubby, 'x'.repeat(43)),
      await exchange(hubby, 'short'),
      await exchange(hubby, `${late}=`),
      await exchange(hubby, erased),
      await exchange(hubby, suspended),
    ];
    assert.equal(new Set(answers.map(bare)).size, 1, answers.map(({ text }) => text).join('\n'));
    assert.equal(answers[0]!.status, 401);
    assert.equal(answers[0]!.body.error.type, 'redirect_token_invalid');
    // Too late and refused, it was not used up.
    assert.equal((await exchange(hubby, late)).status, 200);
  });

  it('is in no table, and not used up by opening its page', async () => {
    const id = await traveler();
    const { redirect_token: token, redirect_url: url } = (await create({ external_user_id: id }))
      .body.data;
    const path = url.slice(hubby.url.length);
    assert.equal(path, `/w/${hubby.partner.slug}/?redirect_token=${token}`);
    for (const method of ['GET', 'HEAD']) await hubby.bare(method, path);
    const stored = await hubby.sql('select r::text as text from redirect_tokens r');
    assert.ok(stored.every(({ text }: Json) => !text.includes(token)));
    assert.equal((await exchange(hubby, token)).status, 200);
  });

  it('leads to the screens there are, and to no other', async () => {
    const id = await traveler();
    const uuid = '00000000-0000-4000-8000-000000000000';
    const known = [
      'home',
      `claim/${uuid}`,
      'install',
      'install/8988303000000000001',
      'meter/epk_1',
      'store',
      'store/GRC',
      'store/EU',
      'purchase/pur_1',
      'support',
    ];
    for (const to of known) {
      const made = await create({ external_user_id: id, to });
      assert.equal(made.status, 201, to);
      assert.equal(new URL(made.body.data.redirect_url).searchParams.get('to'), to);
    }
    for (const to of [
      'claim',
      'homes',
      'claim/1',
      'install/1',
      '//evil.example',
      'https://evil.example',
      'meter/../x',
      'support/1',
      'home ',
    ]) {
      const made = await create({ external_user_id: id, to });
      assert.deepEqual([made.status, made.body.error.details[0].field], [400, 'to'], to);
    }
  });

  it('is for travelers of the partner that asks, by id or by e-mail', async () => {
    const other = await hubby.newPartner();
    const address = `${user()}@example.com`;
    const id = await traveler({ email: address });
    for (const input of [{ external_user_id: id }, { email: address }]) {
      assert.equal((await create(input)).status, 201);
      const theirs = await create(input, other);
      assert.deepEqual([theirs.status, theirs.body.error.type], [404, 'user_not_found']);
    }
    const none = await create({});
    assert.deepEqual([none.status, none.body.error.details[0].field], [400, 'external_user_id']);
    const page = await openPage(hubby, { email: address.toUpperCase() });
    assert.equal(page.opened.dashboard.user.external_user_id, id);
    const unsigned = await hubby.bare('POST', '/api/redirect-tokens/create');
    assert.equal(unsigned.body.error.type, 'signature_missing');
  });

  it('that open nothing are counted by address', async () => {
    await hubby.operator('PUT', '/limits', { [LIMIT]: 3 });
    try {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ redirect_token: 'y'.repeat(43) });
      const statuses = [];
      for (let n = 0; n < 12; n++)
        statuses.push(
          (await hubby.bare('POST', '/api/webapp/auth/exchange', { headers, body })).status,
        );
      assert.equal(statuses.at(-1), 429);
      const page = await openPage(hubby, { external_user_id: await traveler() });
      assert.equal((await page.call('GET', '/me/dashboard')).status, 200);
    } finally {
      await hubby.operator('PUT', '/limits', { [LIMIT]: 0 });
    }
  });
});

describe('an opened session', () => {
  it('answers with all that the first screen needs', async () => {
    const id = await traveler();
    const created = await tokenFor({
      external_user_id: id,
      locale: 'es',
      device: { device_name: 'Pixel 10' },
    });
    const before = Date.now();
    const { headers, body } = await exchange(hubby, created, {
      locale: 'de',
      device: { device_name: 'another', phone_os: 'android' },
    });
    const { data } = body;
    assert.equal(data.locale, 'es-ES');
    assert.equal(headers['content-language'], 'es-ES');
    assert.equal(headers['access-control-allow-origin'], undefined);
    assert.equal(headers['set-cookie'], undefined);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(data.partner.slug, hubby.partner.slug);
    assert.match(data.partner.branding.primary_color, /^#[0-9a-f]{6}$/);
    assert.ok(Math.abs(Date.parse(data.expires_at) - before - 30 * MINUTE) < MINUTE);
    assert.ok(Math.abs(Date.parse(data.session_ends_at) - before - 1440 * MINUTE) < MINUTE);
    const header = decodeProtectedHeader(data.session_token);
    assert.deepEqual([header.alg, header.typ], ['ES256', 'webapp+jwt']);
    const claims = decodeJwt(data.session_token);
    assert.equal(claims.aud, 'webapp');
    assert.equal(data.session_token.includes(id), false);
    const { sessions } = (await pageWith(hubby, data.session_token)('GET', '/me/sessions')).body
      .data;
    assert.deepEqual(sessions[0].device, { device_name: 'Pixel 10', phone_os: 'android' });
  });

  it('is renewed until a day after it was opened, and no token is good for longer', async () => {
    const page = await openPage(hubby, { external_user_id: await traveler() });
    const renewed = await later(29 * MINUTE, () => page.call('POST', '/auth/renew'));
    assert.equal(renewed.status, 200);
    const { session_token: second, session_ends_at: end } = renewed.body.data;
    assert.equal(end, page.opened.session_ends_at);
    const [old, fresh, renewing] = await later(31 * MINUTE, () =>
      Promise.all([dashboard(page.token), dashboard(second), page.call('POST', '/auth/renew')]),
    );
    assert.deepEqual([old.status, fresh.status, renewing.status], [401, 200, 401]);
    assert.equal(old.body.error.type, 'session_ended');

    let token = page.token;
    for (let minutes = 25; minutes < 1440; minutes += 25)
      token = (await later(minutes * MINUTE, () => pageWith(hubby, token)('POST', '/auth/renew')))
        .body.data.session_token;
    assert.equal(decodeJwt(token).exp! * 1000, Math.floor(Date.parse(end) / 1000) * 1000);
    const [inTime, over] = [
      await later(1439 * MINUTE, () => dashboard(token)),
      await later(1441 * MINUTE, () => pageWith(hubby, token)('POST', '/auth/renew')),
    ];
    assert.deepEqual([inTime.status, over.status], [200, 401]);
  });

  it('refuses every token alike that is not one of its own', async () => {
    const id = await traveler();
    const page = await openPage(hubby, { external_user_id: id });
    const [head, claims, signature] = page.token.split('.') as [string, string, string];
    const encoded = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const said = decodeJwt(page.token);
    const { kid, key } = await hubby.ctx.issuerKeys.signing();
    const signed = (typ: string, more: object, audience = 'webapp'): Promise<string> =>
      new SignJWT({ ...said, ...more, aud: audience })
        .setProtectedHeader({ alg: 'ES256', kid, typ })
        .sign(key);
    const app = await hubby.call('POST', '/api/app-tokens', { external_user_id: id });
    const other = await hubby.newPartner();
    const stranger = await openPage(hubby, { external_user_id: await traveler({}, other) }, other);
    const revoked = await openPage(hubby, { external_user_id: await traveler() });
    await hubby.sql(`update webview_sessions set ended_at = now() where id = $1`, [
      revoked.opened.session_id,
    ]);
    const tokens: Record<string, string> = {
      'another signature': `${head}.${claims}.${signature.replace(/^.{4}/, 'AAAA')}`,
      'other claims': `${head}.${encoded({ ...said, sub: 'usr_00000000000000000000000000' })}.${signature}`,
      'no algorithm': new UnsecuredJWT(said).encode(),
      'none in words': `${encoded({ alg: 'none', typ: 'webapp+jwt' })}.${claims}.`,
      'the public key as a secret': `${encoded({ alg: 'HS256', kid, typ: 'webapp+jwt' })}.${claims}.${createHmac('sha256', kid).update(claims).digest('base64url')}`,
      'a token of an app': app.body.data.token,
      'the type of an app token': await signed('JWT', {}),
      'the audience of an app': await signed('webapp+jwt', {}, 'hubby-app'),
      'another issuer': await signed('webapp+jwt', { iss: 'https://evil.example' }),
      'no expiry': await signed('webapp+jwt', { exp: undefined }),
      'run out': await signed('webapp+jwt', { exp: Math.floor(Date.now() / 1000) - 1 }),
      "another traveler's session": await signed('webapp+jwt', {
        sid: stranger.opened.session_id,
        partner_id: other.partner_id,
      }),
      "another partner's session": await signed('webapp+jwt', { sid: stranger.opened.session_id }),
      'no session': await signed('webapp+jwt', { sid: 'wvs_00000000000000000000000000' }),
      'a session in other words': await signed('webapp+jwt', { sid: ['x'] }),
      revoked: revoked.token,
      'a very long one': `${head}.${'a'.repeat(9_000)}.${signature}`,
      'no token': 'x',
    };
    // What is signed anew is a good one as long as nothing is changed.
    assert.equal((await dashboard(await signed('webapp+jwt', {}))).status, 200);
    const expected = bare(await hubby.bare('GET', '/api/webapp/me/dashboard'));
    assert.match(expected, /^401 Bearer .*session_ended/);
    for (const [name, token] of Object.entries(tokens))
      assert.equal(bare(await dashboard(token)), expected, name);
    const twice = await hubby.bare('GET', '/api/webapp/me/dashboard', {
      headers: { authorization: `Basic ${page.token}` },
    });
    assert.equal(bare(twice), expected);
  });

  it('opens no function of an app', async () => {
    const { token } = await openPage(hubby, { external_user_id: await traveler() });
    const { status, body } = await hubby.bare('POST', '/list_classic_package_queues', {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: {} }),
    });
    assert.deepEqual([status, body.error.details.code], [401, 'app_token_invalid']);
    const redeemed = await hubby.bare('POST', '/api/promo-codes/x/redeem', {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(redeemed.body.error.type, 'app_token_invalid');
  });

  it('ends with the suspension of its partner, and goes on with it', async () => {
    const other = await hubby.newPartner();
    const page = await openPage(hubby, { external_user_id: await traveler({}, other) }, other);
    await hubby.operator('POST', `/partners/${other.partner_id}/suspend`);
    const refused = await page.call('GET', '/me/dashboard');
    assert.deepEqual([refused.status, refused.body.error.type], [401, 'session_ended']);
    await hubby.operator('POST', `/partners/${other.partner_id}/resume`);
    assert.equal((await page.call('GET', '/me/dashboard')).status, 200);
  });

  it('goes with its traveler', async () => {
    const other = await hubby.newPartner();
    const id = await traveler({}, other);
    const page = await openPage(hubby, { external_user_id: id }, other);
    const waiting = await tokenFor({ external_user_id: id }, other);
    const reset = await hubby.call('POST', '/api/sandbox/reset', undefined, { key: other });
    assert.equal(reset.status, 200, reset.text);
    assert.equal((await page.call('GET', '/me/dashboard')).body.error.type, 'session_ended');
    assert.equal((await exchange(hubby, waiting)).status, 401);
    const left = await hubby.sql(
      `select partner_id from webview_sessions where partner_id = $1
       union all select partner_id from redirect_tokens where partner_id = $1`,
      [other.partner_id],
    );
    assert.deepEqual(left, []);
  });
});

describe('signing out', () => {
  it('ends one session or all, and only their own', async () => {
    const id = await traveler();
    const pages = [];
    for (let n = 0; n < 3; n++) pages.push(await openPage(hubby, { external_user_id: id }));
    const [first, second, third] = pages as [Json, Json, Json];
    const stranger = await openPage(hubby, { external_user_id: await traveler() });
    const listed = (await first.call('GET', '/me/sessions')).body.data.sessions;
    assert.deepEqual(
      listed.map(({ id: one, is_current }: Json) => [one, is_current]),
      [third, second, first].map((page) => [page.opened.session_id, page === first]),
    );
    const theirs = await stranger.call('DELETE', `/me/sessions/${first.opened.session_id}`);
    const none = await stranger.call('DELETE', '/me/sessions/wvs_00000000000000000000000000');
    assert.equal(theirs.status, 404);
    assert.equal(bare(theirs), bare(none));

    assert.equal(
      (await first.call('DELETE', `/me/sessions/${second.opened.session_id}`)).status,
      200,
    );
    assert.equal((await second.call('GET', '/me/dashboard')).status, 401);
    assert.equal((await third.call('GET', '/me/dashboard')).status, 200);

    const waiting = await tokenFor({ external_user_id: id });
    const everywhere = await first.call('DELETE', '/me/sessions');
    assert.deepEqual([everywhere.status, everywhere.body.data.ended], [200, 2]);
    for (const page of [first, third])
      assert.equal((await page.call('GET', '/me/dashboard')).status, 401);
    assert.equal((await exchange(hubby, waiting)).status, 401);
    assert.equal((await stranger.call('GET', '/me/dashboard')).status, 200);
  });

  it('can be done by the partner too', async () => {
    const id = await traveler();
    const page = await openPage(hubby, { external_user_id: id });
    const other = await hubby.newPartner();
    const revoke = (key: Json, external_user_id: unknown = id): Promise<Answer> =>
      hubby.call('POST', '/api/webapp/sessions/revoke', { external_user_id }, { key });
    const theirs = await revoke(other);
    assert.deepEqual([theirs.status, theirs.body.error.type], [404, 'user_not_found']);
    assert.equal((await page.call('GET', '/me/dashboard')).status, 200);
    assert.equal((await revoke(hubby.partner, undefined)).status, 200);
    assert.equal((await page.call('GET', '/me/dashboard')).status, 401);
    const bad = await hubby.call('POST', '/api/webapp/sessions/revoke', {});
    assert.deepEqual([bad.status, bad.body.error.details[0].field], [400, 'external_user_id']);
  });

  it('is certain while a session is being opened', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await traveler();
      const token = await tokenFor({ external_user_id: id });
      const [opened] = await Promise.all([
        exchange(hubby, token),
        hubby.call('POST', '/api/webapp/sessions/revoke', { external_user_id: id }),
      ]);
      // What was opened before is over, and what came after has opened nothing.
      if (opened.status === 200)
        assert.equal((await dashboard(opened.body.data.session_token)).status, 401);
      assert.equal((await exchange(hubby, token)).status, 401);
    }
  });
});

describe('a traveler who is known by an e-mail only', () => {
  /** A classic grant for the address alone. */
  async function byMail(): Promise<string> {
    const address = `${user()}@example.com`;
    const booked = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [
        { email: address, esim_type: 'classic', destination: 'GR', size: '1GB' },
      ],
    });
    assert.equal(booked.status, 201, booked.text);
    return address;
  }
  const book = async (named: object, more: object = {}): Promise<Answer> =>
    hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ destination: 'FR', size: '1GB', ...named }],
      ...more,
    });

  it('gets an id of ours, once', async () => {
    const email = await byMail();
    const pages = await Promise.all([openPage(hubby, { email }), openPage(hubby, { email })]);
    const ids = pages.map(({ opened }) => opened.dashboard.user.external_user_id);
    assert.match(ids[0], /^gen_[0-9a-z]{26}$/);
    assert.equal(ids[0], ids[1]);
    assert.equal(pages[0]!.opened.dashboard.classic_grants.length, 1);
    // It is an id like another.
    assert.equal((await create({ external_user_id: ids[0] })).status, 201);
  });

  for (const [how, more] of Object.entries({
    'a plain booking': {},
    'a booking with a code': { package_specifications: undefined },
  })) {
    it(`is taken over by the first id that is named with the e-mail: ${how}`, async () => {
      const email = await byMail();
      const page = await openPage(hubby, { email });
      const id = user();
      const booked =
        'package_specifications' in more
          ? await hubby.call('POST', '/api/bookings', {
              departure_date: IN_A_YEAR,
              package_specifications: [
                { destination: 'FR', size: '1GB', external_user_id: id, email },
                { destination: 'FR', size: '1GB' },
              ],
            })
          : await book({ external_user_id: id, email });
      assert.equal(booked.status, 201, booked.text);
      const { data } = (await page.call('GET', '/me/dashboard')).body;
      assert.equal(data.user.external_user_id, id);
      assert.deepEqual([data.classic_grants.length, data.package_queues.length], [1, 1]);
      // And nobody takes them over again.
      const second = user();
      assert.equal((await book({ external_user_id: second, email })).status, 201);
      assert.equal((await page.call('GET', '/me/dashboard')).body.data.user.external_user_id, id);
      const other = await openPage(hubby, { external_user_id: second });
      assert.equal(other.opened.dashboard.classic_grants.length, 0);
      const flagged = await hubby.sql(
        'select is_id_generated from travelers where external_user_id = any($1)',
        [[id, second]],
      );
      assert.deepEqual(flagged, [{ is_id_generated: false }, { is_id_generated: false }]);
    });
  }

  it('is taken over by one of several bookings at once', async () => {
    const email = await byMail();
    await openPage(hubby, { email });
    const ids = Array.from({ length: 8 }, user);
    const answers = await Promise.all(
      [...ids, ...ids].map((external_user_id) => book({ external_user_id, email })),
    );
    assert.ok(answers.every(({ status }) => status === 201));
    const [owner] = await hubby.sql(
      `select t.external_user_id as id from traveler_emails e
       join travelers t on t.partner_id = e.partner_id and t.id = e.traveler_id
       where e.email = $1`,
      [email],
    );
    assert.ok(ids.includes(owner.id));
    const rows = await hubby.sql(
      `select external_user_id from travelers where external_user_id = any($1)`,
      [ids],
    );
    assert.equal(rows.length, 8);
  });

  it('is left alone by an id that has a traveler already', async () => {
    const email = await byMail();
    const page = await openPage(hubby, { email });
    const known = await traveler();
    assert.equal((await book({ external_user_id: known, email })).status, 201);
    const { data } = (await page.call('GET', '/me/dashboard')).body;
    assert.match(data.user.external_user_id, /^gen_/);
  });
});

describe('the log', () => {
  it('has no token, no id of a traveler and no address, whatever is asked', async () => {
    const lines: string[] = [];
    const note = (fields: object, message: string): void => {
      lines.push(`${message} ${JSON.stringify(fields)}`);
    };
    const logging = await startHubby({
      env: { HUBBY_LOG_REQUESTS: 'all' },
      context: { log: { info: note, warn: note, error: note } },
    });
    try {
      const [id, email] = ['canary-traveler', 'canary@example.com'];
      await logging.call('POST', '/api/bookings', {
        departure_date: IN_A_YEAR,
        package_specifications: [{ external_user_id: id, email, destination: 'GR', size: '1GB' }],
      });
      const made = await logging.call('POST', '/api/redirect-tokens/create', { email });
      const { redirect_token: token, redirect_url: url } = made.body.data;
      await logging.bare('GET', url.slice(logging.url.length));
      const opened = await exchange(logging, token);
      const session = opened.body.data.session_token;
      await exchange(logging, token);
      const call = pageWith(logging, session);
      await call('GET', '/me/dashboard');
      await call('DELETE', `/me/sessions/${opened.body.data.session_id}`);
      await call('POST', '/auth/renew');
      assert.ok(lines.filter((line) => line.startsWith('request ')).length >= 7);
      const text = lines.join('\n');
      for (const canary of [token, session, session.split('.')[2], id, email])
        assert.equal(text.includes(canary), false, canary);
    } finally {
      await logging.close();
    }
  });
});

describe('what is over', () => {
  it('is forgotten: tokens after a day, sessions after thirty', async () => {
    const id = await traveler();
    const kept = await openPage(hubby, { external_user_id: id });
    const old = await openPage(hubby, { external_user_id: id });
    await hubby.sql(
      `update webview_sessions set ends_at = now() - interval '31 days' where id = $1`,
      [old.opened.session_id],
    );
    await hubby.sql(
      `update redirect_tokens set expires_at = now() - interval '25 hours'
       where used_at is not null`,
    );
    await tokenFor({ external_user_id: id });
    await forgetOldSessions(hubby.ctx);
    const sessions = await hubby.sql(
      `select s.id from webview_sessions s join travelers t on t.id = s.traveler_id
       where t.external_user_id = $1`,
      [id],
    );
    assert.deepEqual(sessions, [{ id: kept.opened.session_id }]);
    const [{ used, waiting }] = await hubby.sql(
      `select count(*) filter (where used_at is not null)::int as used,
         count(*) filter (where used_at is null)::int as waiting from redirect_tokens`,
    );
    assert.equal(used, 0);
    assert.ok(waiting > 0);
  });
});
