/** Members and channels hear once of what needs somebody, and once that it is over. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { LANGUAGES, NOTIFICATION_TEXTS } from '../../src/domain/notifications/say.ts';
import { rulesOf, subjectsOf } from '../../src/domain/notifications/subjects.ts';
import { runNotifications } from '../../src/domain/notifications/run-notifications.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { mailsTo, makeMember, memberAt, openBrowser, signedIn } from '../support/members.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';

let hubby: Hubby;
let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
  hubby = await startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
});
afterEach(() => receiver.behave(200));
after(async () => {
  await hubby?.close();
  await receiver?.close();
});

/** Each partner is looked at again, and nothing is hurried. */
async function look(): Promise<void> {
  await hubby.sql('update notification_looks set next_attempt_at = now()');
  await runNotifications(hubby.ctx);
}

/** Everything that is planned for later is due; each partner is looked at again. */
async function run(): Promise<void> {
  await look();
  await hubby.sql('update notification_mails set due_at = now() where due_at is not null');
  await hubby.sql(
    'update notification_posts set next_attempt_at = now() where next_attempt_at is not null',
  );
  await runNotifications(hubby.ctx);
}

/** The endpoint is off after it has failed for long. */
const switchOff = (partner: CreatedPartner): Promise<Json> =>
  hubby.sql(
    `insert into webhook_endpoints (partner_id, url, is_enabled, disabled_reason, failing_since)
     values ($1, 'https://hooks.travel.example/', false, 'failing', now() - interval '5 days')
     on conflict (partner_id) do update set is_enabled = false, disabled_reason = 'failing'`,
    [partner.partner_id],
  );
const switchOn = (partner: CreatedPartner): Promise<Json> =>
  hubby.sql(
    `update webhook_endpoints set is_enabled = true, disabled_reason = null, failing_since = null
     where partner_id = $1`,
    [partner.partner_id],
  );

let counter = 0;
const ownerOf = async (partner: CreatedPartner) =>
  memberAt(hubby, { roles: { [partner.partner_id]: 'owner' } });
const pathOf = (partner: CreatedPartner, more = ''): string =>
  `/partners/${partner.partner_id}/notification${more}`;

/** An address of the receiver's, and its path there. */
async function addAddress(
  browser: Awaited<ReturnType<typeof ownerOf>>,
  partner: CreatedPartner,
  more: object = {},
): Promise<{ id: string; path: string; body: Json }> {
  const path = `/services/T0/B0/secret-${++counter}`;
  const answer = await browser.call('POST', pathOf(partner, '-addresses'), {
    url: `${receiver.url}${path}`,
    label: '#ops',
    ...more,
  });
  assert.equal(answer.status, 201, answer.text);
  return { id: answer.body.data.id, path, body: answer.body.data };
}

/** A key that ends within the month; its id. */
async function endingKey(partner: CreatedPartner, label: string | null): Promise<string> {
  const [{ id }] = await hubby.sql(
    `update api_keys
     set expires_at = now() + interval '9 days', label = $2
     where partner_id = $1
     returning id`,
    [partner.partner_id, label],
  );
  return id;
}

/** So many support requests of a traveler. */
async function asked(partner: CreatedPartner, count: number): Promise<{ id: string }[]> {
  await hubby.sql(
    `insert into travelers (partner_id, id, external_user_id, created_at)
     values ($1, 'usr_asks', 'asks', now())
     on conflict do nothing`,
    [partner.partner_id],
  );
  return hubby.sql(
    `insert into support_requests (partner_id, id, traveler_id, subject, body, locale, context,
       status, created_at, updated_at)
     select $1, 'sup_' || $2::text || n, 'usr_asks', 'Help', 'It does not work', 'en', '{}', 'open',
       now(), now()
     from generate_series(1, $3::int) n
     returning id`,
    [partner.partner_id, `${++counter}_`, count],
  );
}

const addressOf = async (
  { call }: Awaited<ReturnType<typeof ownerOf>>,
  partner: CreatedPartner,
): Promise<Json> => (await call('GET', pathOf(partner, '-addresses'))).body.data.addresses[0];

/** Oldest first: what was done, to what, and how it is. */
const auditOf = async (partner: CreatedPartner): Promise<[string, string, Json][]> =>
  (
    await hubby.sql(
      `select action, subject, after
       from audit_entries
       where partner_id = $1 and action like 'notification%'
       order by id`,
      [partner.partner_id],
    )
  ).map(({ action, subject, after }: Json) => [action, subject, after]);

describe('what needs somebody at a partner', () => {
  it('is mailed and posted once when it begins, and once when it is over', async () => {
    const partner = await hubby.newPartner('Olive & Sons');
    const owner = await ownerOf(partner);
    const { path } = await addAddress(owner, partner);
    await switchOff(partner);
    await run();
    await run();
    const [mail, ...others] = await mailsTo(hubby, owner.member.email);
    assert.deepEqual(others, []);
    assert.equal(
      mail!.subject,
      'Olive & Sons: The webhook endpoint was switched off, because its deliveries failed for too long',
    );
    assert.match(mail!.text, /\/d\/p\/[\w-]+\/webhooks\n/);
    assert.match(mail!.text, /\/d\/p\/[\w-]+\/notifications$/);
    const [post, ...more] = receiver.at(path);
    assert.equal(more.length, 0);
    assert.match(post!.json.text, /^\*Olive &amp; Sons\*\nThe webhook endpoint was switched off/);
    assert.match(post!.json.text, /<http[^|]*\/d\/p\/[\w-]+\/webhooks\|Open>$/);

    await switchOn(partner);
    await run();
    await run();
    assert.equal((await mailsTo(hubby, owner.member.email)).length, 2);
    assert.match(receiver.at(path)[1]!.json.text, /is no longer switched off/);
    assert.equal(receiver.at(path).length, 2);
  });

  it('is told once by runs that come at the same time', async () => {
    const partner = await hubby.newPartner();
    const owner = await ownerOf(partner);
    const { path } = await addAddress(owner, partner);
    await switchOff(partner);
    for (let i = 0; i < 2; i++) await Promise.all(Array.from({ length: 4 }, () => run()));
    assert.equal((await mailsTo(hubby, owner.member.email)).length, 1);
    assert.equal(receiver.at(path).length, 1);
  });

  it('is not told where it is over before anybody has heard of it', async () => {
    const partner = await hubby.newPartner();
    const owner = await ownerOf(partner);
    const { path } = await addAddress(owner, partner);
    await switchOff(partner);
    await look();
    await switchOn(partner);
    await run();
    await run();
    assert.deepEqual(await mailsTo(hubby, owner.member.email), []);
    assert.equal(receiver.at(path).length, 0);
  });

  it('that comes and goes is told once an hour at most', async () => {
    const partner = await hubby.newPartner();
    await ownerOf(partner);
    await switchOff(partner);
    await run();
    await switchOn(partner);
    await run();
    await switchOff(partner);
    await look();
    const rows = await hubby.sql(
      `select o.began_at, n.due_at
       from occasions o
       join notification_mails n on n.occasion_id = o.id and n.part = 'began'
       where o.partner_id = $1
       order by o.id`,
      [partner.partner_id],
    );
    assert.equal(rows.length, 2);
    assert.ok(rows[1].due_at - rows[0].began_at >= 3_600_000);
  });

  it('is mailed in the language of each, together where it is due together', async () => {
    const partner = await hubby.newPartner();
    const owner = await ownerOf(partner);
    await hubby.sql(`update members set locale = 'de-AT' where id = $1`, [owner.member.id]);
    await addAddress(owner, partner, { language: 'nl' });
    await switchOff(partner);
    const keyId = await endingKey(partner, 'the key of Sanne Jansen');
    await run();
    const [mail, ...others] = await mailsTo(hubby, owner.member.email);
    assert.deepEqual(others, []);
    assert.match(mail!.subject, /: 2 Benachrichtigungen$/);
    assert.match(mail!.text, /Der Webhook-Endpunkt wurde abgeschaltet/);
    assert.match(mail!.text, new RegExp(`Der API-Schlüssel ${keyId} läuft .* ab\\.`));
    assert.doesNotMatch(mail!.text, /Sanne/, 'nothing but ids');
    const posts = receiver.at(`/services/T0/B0/secret-${counter}`).map(({ json }) => json.text);
    assert.equal(posts.length, 2);
    assert.ok(posts.some((text) => text.includes('Het webhook-endpoint is uitgeschakeld')));
  });

  it('is mailed once a day in the morning of whoever wants that, and not to who wants nothing', async () => {
    const partner = await hubby.newPartner();
    const [daily, none] = [await ownerOf(partner), await ownerOf(partner)];
    await hubby.sql(`update members set time_zone = 'Asia/Tokyo' where id = $1`, [daily.member.id]);
    for (const [member, way] of [
      [daily, 'daily'],
      [none, 'none'],
    ] as const) {
      const ways = { endpoint_disabled: way };
      const answer = await member.call('PUT', pathOf(partner, 's'), { ways });
      assert.equal(answer.status, 200, answer.text);
    }
    await switchOff(partner);
    await look();
    const due = await hubby.sql<{ member_id: string; due_at: Date }>(
      `select n.member_id, n.due_at
       from notification_mails n
       join occasions o on o.id = n.occasion_id
       where o.partner_id = $1`,
      [partner.partner_id],
    );
    assert.deepEqual(
      due.map(({ member_id }) => member_id),
      [daily.member.id],
    );
    const hour = { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Tokyo' } as const;
    assert.equal(due[0]!.due_at.toLocaleTimeString('en-GB', hour), '08:00');
    assert.deepEqual(await mailsTo(hubby, daily.member.email), []);
    await run();
    assert.equal((await mailsTo(hubby, daily.member.email)).length, 1);
    assert.deepEqual(await mailsTo(hubby, none.member.email), []);
  });

  it('is not mailed to who is nobody there any more, or may not see it', async () => {
    const partner = await hubby.newPartner();
    const [leaver, loser] = [await ownerOf(partner), await ownerOf(partner)];
    await switchOff(partner);
    await look();
    await hubby.sql('delete from memberships where member_id = $1', [leaver.member.id]);
    await hubby.sql(`update memberships set role = 'viewer' where member_id = $1`, [
      loser.member.id,
    ]);
    await run();
    assert.deepEqual(await mailsTo(hubby, leaver.member.email), []);
    assert.deepEqual(await mailsTo(hubby, loser.member.email), []);
  });

  it('is told of each support request, and of nothing while the partner is suspended', async () => {
    const partner = await hubby.newPartner();
    const owner = await ownerOf(partner);
    const supporter = await memberAt(hubby, { roles: { [partner.partner_id]: 'support' } });
    await asked(partner, 2);
    await run();
    assert.match(
      (await mailsTo(hubby, supporter.member.email))[0]!.subject,
      /2 support requests wait for an answer$/,
    );
    await asked(partner, 1);
    await run();
    const mails = await mailsTo(hubby, owner.member.email);
    assert.equal(mails.length, 2);
    assert.match(mails[1]!.subject, /A support request waits for an answer$/);
    await hubby.sql('update partners set suspended_at = now() where id = $1', [partner.partner_id]);
    await asked(partner, 1);
    await run();
    assert.equal((await mailsTo(hubby, owner.member.email)).length, 2);
  });

  it('of another partner is not told', async () => {
    const [mine, other] = [await hubby.newPartner(), await hubby.newPartner()];
    const owner = await ownerOf(mine);
    const { path } = await addAddress(owner, mine);
    await ownerOf(other);
    await switchOff(other);
    await run();
    assert.deepEqual(await mailsTo(hubby, owner.member.email), []);
    assert.equal(receiver.at(path).length, 0);
  });
});

describe('what somebody hears of', () => {
  it('is usual for their role until they choose', async () => {
    const partner = await hubby.newPartner();
    const [owner, viewer] = [
      await ownerOf(partner),
      await memberAt(hubby, { roles: { [partner.partner_id]: 'viewer' } }),
    ];
    const own = await owner.call('GET', pathOf(partner, 's'));
    assert.deepEqual(
      own.body.data.subjects.map(({ subject }: Json) => subject),
      subjectsOf(partner.partner_id),
    );
    assert.deepEqual(own.body.data.subjects[0], {
      subject: 'endpoint_disabled',
      way: 'at_once',
      usual_way: 'at_once',
    });
    const seen = (await viewer.call('GET', pathOf(partner, 's'))).body.data.subjects;
    assert.deepEqual(
      seen.map(({ subject, way }: Json) => [subject, way]),
      [
        ['support_open', 'none'],
        ['codes_ending', 'none'],
      ],
    );
  });

  it('is chosen by themselves, is in the audit log, and again changes nothing', async () => {
    const partner = await hubby.newPartner();
    const owner = await ownerOf(partner);
    const ways = { key_expiring: 'at_once', codes_ending: 'none' };
    for (let i = 0; i < 2; i++) {
      const { status, body } = await owner.call('PUT', pathOf(partner, 's'), { ways });
      assert.equal(status, 200);
      const chosen = body.data.subjects.find(({ subject }: Json) => subject === 'key_expiring');
      assert.deepEqual([chosen.way, chosen.usual_way], ['at_once', 'daily']);
    }
    assert.deepEqual(await auditOf(partner), [['notifications.chosen', owner.member.id, ways]]);
  });

  it('is refused where it is none of theirs', async () => {
    const partner = await hubby.newPartner();
    const viewer = await memberAt(hubby, { roles: { [partner.partner_id]: 'viewer' } });
    const put = (ways: object) => viewer.call('PUT', pathOf(partner, 's'), { ways });
    for (const ways of [{ key_expiring: 'daily' }, { account_out: 'daily' }, { codes_ending: 'x' }])
      assert.equal((await put(ways)).status, 400, JSON.stringify(ways));
    assert.equal((await openBrowser(hubby).call('GET', pathOf(partner, 's'))).status, 401);
    const stranger = await ownerOf(await hubby.newPartner());
    assert.equal((await stranger.call('GET', pathOf(partner, 's'))).status, 404);
    assert.equal((await stranger.call('PUT', pathOf(partner, 's'), { ways: {} })).status, 404);
  });
});

describe('an address that is posted to', () => {
  it('is kept sealed and shown by its end, also in the audit log', async () => {
    const partner = await hubby.newPartner();
    const owner = await ownerOf(partner);
    const { id, path, body } = await addAddress(owner, partner);
    const secret = path.slice(0, -4);
    assert.equal(body.url_hint, `${new URL(receiver.url).host}/…${path.slice(-4)}`);
    assert.deepEqual([body.status, body.subjects, body.language], ['on', null, 'en']);
    const listed = await owner.call('GET', pathOf(partner, '-addresses'));
    assert.deepEqual(listed.body.data.addresses, [body]);
    assert.ok(!listed.text.includes(secret));
    const [row] = await hubby.sql('select * from notification_addresses where id = $1', [id]);
    assert.ok(!JSON.stringify(row).includes(secret));
    assert.ok(!row.url_sealed.toString('latin1').includes(secret));
    const [[action, subject, after]] = (await auditOf(partner)) as [[string, string, Json]];
    assert.deepEqual([action, subject], ['notification_address.added', id]);
    assert.ok(!JSON.stringify(after).includes(secret));
  });

  it('is refused where it may not be called, is there already, or is one too many', async () => {
    const partner = await hubby.newPartner();
    const owner = await ownerOf(partner);
    const add = (more: object) =>
      owner.call('POST', pathOf(partner, '-addresses'), { label: '#ops', ...more });
    for (const url of ['nothing', 'ftp://x.example/', 'https://user:pw@hooks.slack.com/services/x'])
      assert.equal((await add({ url })).body.error.details[0].field, 'url', url);
    for (const subjects of [[], ['account_out'], ['nothing']])
      assert.equal((await add({ url: receiver.url, subjects })).status, 400);
    const { path } = await addAddress(owner, partner);
    assert.equal((await add({ url: receiver.url + path })).status, 409);
    const all = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => add({ url: `${receiver.url}/more-${n}` })),
    );
    assert.ok(all.every(({ status }) => status === 201 || status === 409));
    const { addresses } = (await owner.call('GET', pathOf(partner, '-addresses'))).body.data;
    assert.ok(addresses.length <= 5);
    while (addresses.length < 5) addresses.push((await addAddress(owner, partner)).body);
    assert.equal((await add({ url: `${receiver.url}/sixth` })).status, 409);
  });

  it('is added by who has just shown who they are, and may change settings', async () => {
    const partner = await hubby.newPartner();
    const { id } = await makeMember(hubby, { roles: { [partner.partner_id]: 'owner' } });
    const stale = await signedIn(hubby, id);
    await hubby.sql('update member_sessions set fresh_at = null where member_id = $1', [id]);
    const body = { url: receiver.url, label: '#ops' };
    const answer = await stale.call('POST', pathOf(partner, '-addresses'), body);
    assert.deepEqual([answer.status, answer.body.error.type], [403, 'fresh_sign_in_required']);
    const viewer = await memberAt(hubby, { roles: { [partner.partner_id]: 'viewer' } });
    assert.equal((await viewer.call('POST', pathOf(partner, '-addresses'), body)).status, 403);
    assert.equal((await viewer.call('GET', pathOf(partner, '-addresses'))).status, 200);
  });

  it('of another partner is not there', async () => {
    const [mine, other] = [await hubby.newPartner(), await hubby.newPartner()];
    const [me, they] = [await ownerOf(mine), await ownerOf(other)];
    const { id } = await addAddress(they, other);
    for (const [method, more, body] of [
      ['PATCH', '', { is_on: false }],
      ['DELETE', '', undefined],
      ['POST', '/test', undefined],
    ] as const)
      assert.equal(
        (await me.call(method, pathOf(mine, `-addresses/${id}${more}`), body)).status,
        404,
      );
    assert.equal(
      (await they.call('GET', pathOf(other, '-addresses'))).body.data.addresses.length,
      1,
    );
  });

  it('is tested: what it answers is said, and no redirect is followed', async () => {
    const partner = await hubby.newPartner('Olive & Sons');
    const owner = await ownerOf(partner);
    const { id, path } = await addAddress(owner, partner, { language: 'fr' });
    const test = async () =>
      (await owner.call('POST', pathOf(partner, `-addresses/${id}/test`))).body.data;
    assert.deepEqual(await test(), { is_taken: true, status_code: 200, error: null });
    assert.match(receiver.at(path)[0]!.json.text, /^Ceci est un test .* Olive &amp; Sons/);
    receiver.behave((_req, res) => res.writeHead(302, { location: `${receiver.url}/else` }).end());
    const { is_taken: isTaken, error } = await test();
    assert.deepEqual([isTaken, error], [false, 'redirects are not followed']);
    assert.equal(receiver.at('/else').length, 0);
  });

  it('that fails is tried again, and shows it until something arrives', async () => {
    const partner = await hubby.newPartner();
    const owner = await ownerOf(partner);
    const { path } = await addAddress(owner, partner);
    receiver.behave(500);
    await switchOff(partner);
    await run();
    const failing = await addressOf(owner, partner);
    assert.deepEqual([failing.status, failing.last_error], ['failing', 'answered 500']);
    const [{ wait, tries }] = await hubby.sql(
      `select extract(epoch from next_attempt_at - now())::int as wait, tries
       from notification_posts p
       join notification_addresses a on a.id = p.address_id
       where a.partner_id = $1`,
      [partner.partner_id],
    );
    assert.ok(tries === 1 && wait > 30 && wait < 90, `${tries} ${wait}`);
    await endingKey(partner, null);
    await hubby.sql(`update notification_posts set next_attempt_at = now() where tries = 1`);
    await look();
    const [{ soonest }] = await hubby.sql(
      `select extract(epoch from min(p.next_attempt_at) - now())::int as soonest
       from notification_posts p
       join notification_addresses a on a.id = p.address_id
       where a.partner_id = $1`,
      [partner.partner_id],
    );
    assert.ok(soonest > 200, `what else waits there waits with it: ${soonest}`);
    receiver.behave(200);
    await run();
    assert.equal(receiver.at(path).length, 4);
    assert.equal((await addressOf(owner, partner)).status, 'on');
    await run();
    assert.equal(receiver.at(path).length, 4);
  });

  it('that fails for long, or is gone, is switched off until somebody switches it on', async () => {
    for (const [answers, reason] of [
      [500, 'failing'],
      [404, 'gone'],
    ] as const) {
      const partner = await hubby.newPartner();
      const owner = await ownerOf(partner);
      const { id, path } = await addAddress(owner, partner);
      receiver.behave(answers);
      await switchOff(partner);
      if (reason === 'failing')
        await hubby.sql(
          `update notification_addresses set failing_since = now() - interval '21 hours'
           where id = $1`,
          [id],
        );
      await run();
      const off = await addressOf(owner, partner);
      assert.deepEqual([off.status, off.off_reason], ['off', reason]);
      assert.deepEqual((await auditOf(partner)).at(-1)!.slice(0, 2), [
        'notification_address.switched_off',
        id,
      ]);
      receiver.behave(200);
      await run();
      await switchOn(partner);
      await run();
      assert.equal(receiver.at(path).length, 1, 'nothing more is posted there');
      const on = await owner.call('PATCH', pathOf(partner, `-addresses/${id}`), { is_on: true });
      assert.deepEqual([on.body.data.status, on.body.data.last_error], ['on', null]);
    }
  });

  it('is told only of what it is for, and nothing once it is removed', async () => {
    const partner = await hubby.newPartner();
    const owner = await ownerOf(partner);
    const { id, path } = await addAddress(owner, partner, { subjects: ['key_expiring'] });
    await switchOff(partner);
    await endingKey(partner, null);
    await run();
    assert.deepEqual(
      receiver.at(path).map(({ json }) => /API key/.test(json.text)),
      [true],
    );
    const change = { subjects: null, label: ' #all ' };
    const changed = await owner.call('PATCH', pathOf(partner, `-addresses/${id}`), change);
    assert.deepEqual([changed.body.data.subjects, changed.body.data.label], [null, '#all']);
    await switchOn(partner);
    await switchOff(partner);
    await look();
    assert.equal((await owner.call('DELETE', pathOf(partner, `-addresses/${id}`))).status, 200);
    await run();
    assert.equal(receiver.at(path).length, 1);
    assert.deepEqual(
      (await auditOf(partner)).map(([action]) => action),
      ['added', 'changed', 'removed'].map((what) => `notification_address.${what}`),
    );
  });
});

describe('what needs the operator', () => {
  const incident = (account: string): Promise<Json> =>
    hubby.sql(
      `insert into incidents (kind, subject, facts, tell_at)
       values ('account_out', $1, '{"why": "it refuses our credentials"}', now())`,
      [account],
    );

  it('is told to the people and the channels of the installation alone', async () => {
    const partner = await hubby.newPartner();
    const [owner, operator, finance] = [
      await ownerOf(partner),
      await memberAt(hubby, { operatorRole: 'operator' }),
      await memberAt(hubby, { operatorRole: 'finance' }),
    ];
    const partners = await addAddress(owner, partner);
    const url = `${receiver.url}/of-operator`;
    const added = await operator.call('POST', '/operator/notification-addresses', {
      url,
      label: '#supply',
    });
    assert.equal(added.status, 201, added.text);
    await incident('airalo-one');
    const [request] = await asked(partner, 1);
    await hubby.sql(`update support_requests set status = 'escalated' where id = $1`, [
      request!.id,
    ]);
    await run();
    const [mail] = await mailsTo(hubby, operator.member.email);
    assert.match(mail!.subject, /^this Hubby installation: 2 notifications$/);
    assert.match(
      mail!.text,
      /The supplier account airalo-one takes no orders\.\n.*\/d\/operator\/suppliers/,
    );
    assert.match(mail!.text, /A support request was handed to you\.\n.*\/d\/operator\/support/);
    assert.deepEqual(await mailsTo(hubby, finance.member.email), []);
    assert.doesNotMatch(JSON.stringify(await mailsTo(hubby, owner.member.email)), /airalo-one/);
    assert.doesNotMatch(JSON.stringify(receiver.at(partners.path)), /airalo-one/);
    assert.equal(receiver.at('/of-operator').length, 2);

    await hubby.sql(`update incidents set ended_at = now() where subject = 'airalo-one'`);
    await run();
    const over = (await mailsTo(hubby, operator.member.email))[1]!;
    assert.match(over.subject, /The supplier account airalo-one takes orders again$/);
    assert.equal(receiver.at('/of-operator').length, 3);
  });

  it('is chosen by each, and its channels are for operators alone', async () => {
    const [operator, finance, owner] = [
      await memberAt(hubby, { operatorRole: 'operator' }),
      await memberAt(hubby, { operatorRole: 'finance' }),
      await ownerOf(await hubby.newPartner()),
    ];
    const ways = { account_out: 'daily' };
    const chosen = await finance.call('PUT', '/operator/notifications', { ways });
    assert.equal(chosen.body.data.subjects[0].way, 'daily', chosen.text);
    assert.equal((await operator.call('GET', '/operator/notifications')).status, 200);
    assert.equal((await owner.call('GET', '/operator/notifications')).status, 404);
    assert.equal((await finance.call('GET', '/operator/notification-addresses')).status, 403);
    const { addresses } = (await operator.call('GET', '/operator/notification-addresses')).body
      .data;
    const path = `/operator/notification-addresses/${addresses[0].id}`;
    assert.equal((await owner.call('DELETE', path)).status, 404);
    assert.equal((await operator.call('POST', `${path}/test`)).body.data.is_taken, true);
    assert.equal((await operator.call('DELETE', path)).status, 200);
  });
});

describe('the texts of notifications', () => {
  const valuesIn = (text: string): string[] =>
    [
      ...new Set(
        [...text.matchAll(/\{(\w+, plural|place|what|address|about|at|count)\b/g)].map(
          ([, name]) => name!,
        ),
      ),
    ].sort();

  it('say the same in every language, of each subject that it begins and where it is told its end', () => {
    const { en } = NOTIFICATION_TEXTS;
    for (const language of LANGUAGES)
      for (const [key, text] of Object.entries(NOTIFICATION_TEXTS[language])) {
        assert.deepEqual(
          valuesIn(text),
          valuesIn(en[key as keyof typeof en]),
          `${language} ${key}`,
        );
        // Parsed as a message, an ASCII apostrophe would hide what follows it.
        assert.doesNotMatch(text, /'/, `${language} ${key}`);
      }
    for (const subject of [...subjectsOf(null), ...subjectsOf('prt_x')]) {
      assert.ok(Object.hasOwn(en, subject), subject);
      assert.equal(Object.hasOwn(en, `${subject}_over`), rulesOf(subject).tellsEnd, subject);
    }
  });
});
