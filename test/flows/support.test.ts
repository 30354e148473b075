/**
 * Support: the messenger's context, the setting, requests from the knowledge base to the partner
 * and the operator.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { startModelServer, type ModelServer } from '../support/model-server.ts';
import {
  IN_A_YEAR,
  startHubby,
  user,
  type CallOptions,
  type Hubby,
  type Json,
} from '../harness.ts';

let hubby: Hubby;
let model: ModelServer;
before(async () => {
  model = await startModelServer();
  hubby = await startHubby({ env: { HUBBY_LLM_URL: model.url, HUBBY_LLM_MODEL: 'stand-in' } });
});
after(async () => {
  await hubby.close();
  await model.close();
});

const DEVICE = 'device_model=Google%20Pixel%2010&os=android&os_version=15';
const contextOf = (id: string, key?: CallOptions['key']) =>
  hubby.call(
    'GET',
    `/api/native/support-context?external_user_id=${id}&${DEVICE}`,
    undefined,
    key === undefined ? {} : { key },
  );
const book = async (
  id: string,
  over: object = {},
  key: CallOptions['key'] = hubby.partner,
): Promise<Json> => {
  const answer = await hubby.call(
    'POST',
    '/api/bookings',
    {
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id: id, destination: 'GR', size: '1GB' }],
      ...over,
    },
    { key },
  );
  assert.equal(answer.status, 201, answer.text);
  return answer.body.data;
};
const traveler = async (key: CallOptions['key'] = hubby.partner): Promise<string> => {
  const id = user();
  await book(id, { email: `${id}@example.com` }, key);
  return id;
};
const ask = (body: object, key: CallOptions['key'] = hubby.partner) =>
  hubby.call(
    'POST',
    '/api/native/support-requests',
    { body: 'No internet since I landed', ...body },
    { key },
  );
const SETTING = {
  intercom_app_id: 'wk12abcd',
  identity_secret: 'identity-secret-of-the-workspace',
  email: 'help@bluesky.example',
  url: 'https://bluesky.example/help',
  phone: '+31201234567',
};

describe('the support context', () => {
  it('has every field of the reference, from the trip, the package and the eSIM', async () => {
    const key = await hubby.newPartner('Blue Sky', { support: SETTING });
    const id = user();
    const {
      package_queues: [queue],
    } = await book(id, { departure_date: `${IN_A_YEAR}T10:00:00+02:00` }, key);
    const first = await contextOf(id, key);
    assert.deepEqual(first.body.data, {
      app_id: 'wk12abcd',
      user_id: id,
      user_hash: createHmac('sha256', SETTING.identity_secret).update(id).digest('hex'),
      external_user_id: id,
      device_model: 'Google Pixel 10',
      os: 'android',
      os_version: '15',
      booking_destination: 'Greece',
      departure_date: IN_A_YEAR,
      package_status: 'NOT_REDEEMED',
      esim_status: 'NONE',
      support_email: SETTING.email,
      support_url: SETTING.url,
      support_phone: SETTING.phone,
    });
    await hubby.drain();
    assert.equal((await contextOf(id, key)).body.data.esim_status, 'RELEASED');
    await hubby.call(
      'POST',
      '/api/native/redeem-package',
      { external_user_id: id, package_queue_id: queue.id },
      { key },
    );
    assert.deepEqual(
      [(await contextOf(id, key)).body.data].map((d) => [d.package_status, d.esim_status]),
      [['ACTIVE', 'RELEASED']],
    );
  });

  it('names the next trip, several countries, and no date that nobody chose', async () => {
    const id = user();
    await book(id, { departure_date: `${Number(IN_A_YEAR.slice(0, 4)) + 1}-03-01` });
    await book(id, {
      package_specifications: [{ external_user_id: id, destination: ['GR', 'IT'], size: '1GB' }],
    });
    const { data } = (await contextOf(id)).body;
    assert.equal(data.departure_date, IN_A_YEAR);
    assert.ok(
      data.booking_destination.includes('Greece') && data.booking_destination.includes('Italy'),
      data.booking_destination,
    );
    const gifted = user();
    await hubby.call('POST', '/api/bookings', {
      package_specifications: [
        { external_user_id: gifted, destination: 'GR', size: '1GB', esim_type: 'classic' },
      ],
    });
    const gift = (await contextOf(gifted)).body.data;
    assert.deepEqual(
      [gift.departure_date, gift.booking_destination, gift.app_id, gift.user_hash],
      [null, 'Greece', null, null],
    );
  });

  it('is refused without a user, for an unknown one, another partner’s, and unsigned', async () => {
    const other = await hubby.newPartner();
    const id = await traveler();
    assert.equal((await hubby.call('GET', '/api/native/support-context')).status, 400);
    for (const answer of [await contextOf('nobody'), await contextOf(id, other)])
      assert.deepEqual([answer.status, answer.body.error.type], [404, 'user_not_found']);
    assert.equal(
      (await hubby.bare('GET', `/api/native/support-context?external_user_id=${id}`)).status,
      401,
    );
  });
});

describe('the setting `support`', () => {
  const settings = (key: CreatedPartner, change: Json) =>
    hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, { support: change });
  const rows = (key: CreatedPartner) =>
    hubby.sql(
      'select p.settings::text as settings, s.identity_secret_sealed, s.access_token_sealed from partners p left join support_secrets s on s.partner_id = p.id where p.id = $1',
      [key.partner_id],
    );

  it('keeps its secrets sealed, shows their ends, and leaves out what is left out', async () => {
    const key = await hubby.newPartner();
    const set = await settings(key, { ...SETTING, access_token: 'token-of-the-workspace' });
    const { intercom_app_id, email, url, phone } = SETTING;
    assert.deepEqual(set.body.data.settings.support, {
      intercom_app_id,
      email,
      url,
      phone,
      identity_secret_hint: '…pace',
      access_token_hint: '…pace',
    });
    const [row] = await rows(key);
    for (const secret of [SETTING.identity_secret, 'token-of-the-workspace'])
      assert.ok(
        !row.settings.includes(secret) &&
          !row.identity_secret_sealed.includes(secret) &&
          !row.access_token_sealed.includes(secret),
      );
    const again = await settings(key, { intercom_app_id: 'other123', access_token: null });
    assert.deepEqual(again.body.data.settings.support, {
      intercom_app_id: 'other123',
      identity_secret_hint: '…pace',
      access_token_hint: null,
    });
    assert.equal(
      (await hubby.operator('GET', `/partners/${key.partner_id}`)).body.data.settings.support
        .identity_secret_hint,
      '…pace',
    );
    assert.equal((await settings(key, null)).body.data.settings.support, undefined);
    const [gone] = await rows(key);
    assert.deepEqual(
      [gone.identity_secret_sealed, gone.access_token_sealed, gone.settings],
      [null, null, '{}'],
    );
  });

  it('is refused with every bad field, and no secret in the answer', async () => {
    const key = await hubby.newPartner();
    const bad = await settings(key, {
      intercom_app_id: 'a b',
      identity_secret: 'with blank s3cret',
      email: 'nobody',
      url: 'ftp://x',
      phone: '0800',
      chat: true,
    });
    assert.equal(bad.status, 400);
    assert.deepEqual(
      bad.body.error.details
        .map((d: Json) => d.field.replace('support.', ''))
        .filter((f: string) => f !== 'support')
        .toSorted()
        .filter((f: string, i: number, all: string[]) => f !== all[i - 1]),
      ['chat', 'email', 'identity_secret', 'intercom_app_id', 'phone', 'url'],
    );
    assert.ok(!bad.text.includes('s3cret'));
    assert.deepEqual(
      (await settings(key, { access_token: 'token-without-an-app' })).body.error.details.map(
        (d: Json) => d.field,
      ),
      ['support.intercom_app_id'],
    );
  });
});

describe('support requests', () => {
  const escalate = (id: string, body: object = {}, key: CallOptions['key'] = hubby.partner) =>
    hubby.call('POST', `/api/native/support-requests/${id}/escalate`, body, { key });
  const operatorList = async (query: string): Promise<Json> =>
    (await hubby.operator('GET', `/support-requests?${query}`)).body.data;

  it('are answered by the knowledge base where it knows the symptom, in the language and for the device', async () => {
    model.behave((_asked, res) => void res.writeHead(500).end());
    const id = await traveler();
    const { status, body } = await ask({
      external_user_id: id,
      symptom: 'no_data',
      device_model: 'Google Pixel 10',
      os: 'android',
      os_version: '15',
      locale: 'nl-BE',
    });
    assert.equal(status, 201);
    assert.deepEqual(
      [body.data.status, body.data.symptom, body.data.subject, body.data.locale],
      ['answered', 'no_data', 'no data', 'nl-BE'],
    );
    assert.ok(
      body.data.steps.length >= 3 && body.data.steps.some((s: Json) => /roaming/i.test(s.text)),
      JSON.stringify(body.data.steps),
    );
    assert.deepEqual(
      [body.data.context.device_model, body.data.context.booking_destination],
      ['Google Pixel 10', 'Greece'],
    );
    const phone = await ask({
      external_user_id: id,
      symptom: 'no_data',
      device_model: 'iPhone 15',
      os: 'ios',
      os_version: '17.4',
      locale: 'en',
    });
    assert.notDeepEqual(
      phone.body.data.steps.map((s: Json) => s.text),
      body.data.steps.map((s: Json) => s.text),
    );
  });

  it('are answered in other words where a language model is there', async () => {
    model.behave(({ data }) => ({
      steps: data.steps.map(({ id, text }) => ({
        id,
        text: `თავიდან ${[...text.matchAll(/\[\[\d+\]\]/g)].join(' ')}`,
      })),
    }));
    const { data } = (
      await ask({
        external_user_id: await traveler(),
        symptom: 'apn',
        device_model: 'Xperia 1 VI',
        os: 'android',
        os_version: '15',
        locale: 'ka-GE',
      })
    ).body;
    assert.equal(data.locale, 'ka-GE');
    assert.ok(
      data.steps.length > 0 &&
        data.steps.every(
          (s: Json) => s.text.startsWith('თავიდან') && !s.text.includes('[[') && !s.verified,
        ),
    );
  });

  it('go to people where the symptom is unknown or the traveler wants one, with the context and without codes or e-mail', async () => {
    const id = await traveler();
    await hubby.drain();
    const open = (await ask({ external_user_id: id, symptom: 'other', subject: 'A question' })).body
      .data;
    const direct = (await ask({ external_user_id: id, symptom: 'no_data', escalate: true })).body
      .data;
    const wordless = (
      await ask({ external_user_id: id, body: 'My phone shows nothing\nreally nothing' })
    ).body.data;
    assert.deepEqual(
      [open, direct, wordless].map((r) => [r.status, r.subject, r.steps]),
      [
        ['open', 'A question', []],
        ['escalated', 'no data', []],
        ['open', 'My phone shows nothing', []],
      ],
    );
    const [{ lpa }] = await hubby.sql(
      `select encode(lpa_sealed, 'hex') as lpa from esims e join travelers t on t.id = e.traveler_id where t.external_user_id = $1`,
      [id],
    );
    const stored = JSON.stringify(
      await hubby.sql('select context from support_requests where id = any($1)', [
        [open.id, direct.id],
      ]),
    );
    for (const secret of ['LPA:', lpa, '@']) assert.ok(!stored.includes(secret), secret);
    assert.ok(stored.includes('"RELEASED"'));
  });

  it('rise from the traveler to the partner to the operator, who closes them', async () => {
    const id = await traveler();
    const { id: request } = (await ask({ external_user_id: id, symptom: 'slow' })).body.data;
    const steps = [];
    for (const body of [{ to: 'partner' }, { to: 'partner' }, {}, {}, { to: 'partner' }])
      steps.push((await escalate(request, body)).body.data.status);
    assert.deepEqual(steps, ['open', 'open', 'escalated', 'escalated', 'escalated']);
    assert.ok(
      (
        await operatorList(`status=escalated&partner_id=${hubby.partner.partner_id}`)
      ).support_requests.some(
        (r: Json) =>
          r.id === request &&
          r.partner_id === hubby.partner.partner_id &&
          r.context.external_user_id === id,
      ),
    );
    for (let i = 0; i < 2; i++)
      assert.equal(
        (await hubby.operator('POST', `/support-requests/${request}/close`)).body.data.status,
        'closed',
      );
    const [written] = await hubby.sql(
      `select count(*)::int as count
       from audit_entries
       where action = 'support_request.closed' and subject = $1`,
      [request],
    );
    assert.equal(written!.count, 1);
    assert.deepEqual(
      [(await escalate(request)).body.error.type, (await escalate(request)).status],
      ['support_request_closed', 409],
    );
    const straight = (await ask({ external_user_id: id, symptom: 'slow' })).body.data.id;
    const all = await Promise.all(
      Array.from({ length: 6 }, () => escalate(straight, { to: 'operator' })),
    );
    assert.ok(all.every(({ body }) => body.data.status === 'escalated'));
  });

  it('are mailed to the partner’s support when they wait for it, once, harmless as HTML', async () => {
    const key = await hubby.newPartner('Mailed', { support: SETTING });
    const id = await traveler(key);
    const { id: request } = (
      await ask(
        {
          external_user_id: id,
          symptom: 'slow',
          subject: 'Slow <b>',
          body: '<script>alert(1)</script> & slow',
        },
        key,
      )
    ).body.data;
    const mails = async (): Promise<Json[]> => {
      await hubby.drain();
      return (
        await hubby.call('GET', '/api/sandbox/messages', undefined, { key })
      ).body.data.messages.filter((m: Json) => m.kind === 'support_request');
    };
    assert.deepEqual(await mails(), []);
    for (let i = 0; i < 2; i++) await escalate(request, { to: 'partner' }, key);
    const [mail, ...more] = await mails();
    assert.deepEqual(
      [mail.to, mail.subject, more],
      [SETTING.email, 'Support request: Slow <b>', []],
    );
    assert.ok(
      mail.text.includes(request) &&
        mail.text.includes(`external_user_id: ${id}`) &&
        !mail.text.includes('LPA:'),
    );
    assert.ok(!mail.html.includes('<script>'), mail.html);
    await ask({ external_user_id: id, escalate: true }, key);
    assert.equal((await mails()).length, 1, 'what goes to the operator is not theirs');
    await ask({ external_user_id: id }, key);
    assert.equal((await mails()).length, 2);
    assert.equal((await ask({ external_user_id: id, subject: 'two\nlines' }, key)).status, 400);
  });

  it('are listed by traveler, by status and in pages, newest first', async () => {
    const key = await hubby.newPartner();
    const [a, b] = [await traveler(key), await traveler(key)];
    for (const who of [a, b, a, a]) await ask({ external_user_id: who }, key);
    const list = async (query: string): Promise<Json> =>
      (await hubby.call('GET', `/api/native/support-requests?${query}`, undefined, { key })).body
        .data;
    const mine = (await list(`external_user_id=${a}`)).support_requests;
    assert.deepEqual(
      mine.map((r: Json) => r.external_user_id),
      [a, a, a],
    );
    assert.deepEqual(
      mine.map((r: Json) => r.id),
      mine
        .map((r: Json) => r.id)
        .toSorted()
        .toReversed(),
    );
    const first = await list('limit=3');
    const rest = await list(`limit=3&cursor=${first.next_cursor}`);
    assert.deepEqual(
      [first.support_requests.length, rest.support_requests.length, rest.next_cursor],
      [3, 1, null],
    );
    assert.equal((await list('status=closed')).support_requests.length, 0);
    const operators = await operatorList(`partner_id=${key.partner_id}&limit=3`);
    const more = await operatorList(
      `partner_id=${key.partner_id}&limit=3&cursor=${operators.next_cursor}`,
    );
    assert.deepEqual(
      [...operators.support_requests, ...more.support_requests].map((r: Json) => r.id),
      [...first.support_requests, ...rest.support_requests].map((r: Json) => r.id),
    );
    assert.deepEqual(
      (await operatorList('limit=100')).support_requests.map((r: Json) => r.id),
      (await hubby.sql('select id from support_requests order by id desc limit 100')).map(
        (r: Json) => r.id,
      ),
    );
  });

  it('are checked, and another partner’s are not there', async () => {
    const other = await hubby.newPartner();
    const id = await traveler();
    const bad = await ask({
      external_user_id: '',
      body: '  ',
      symptom: 'No Data!',
      escalate: 'yes',
      locale: 'x'.repeat(40),
    });
    assert.deepEqual(
      [bad.status, bad.body.error.details.map((d: Json) => d.field).toSorted()],
      [400, ['body', 'escalate', 'external_user_id', 'locale', 'symptom']],
    );
    assert.deepEqual(
      [
        (await ask({ external_user_id: 'nobody' })).body.error.type,
        (await ask({ external_user_id: id }, other)).body.error.type,
      ],
      ['user_not_found', 'user_not_found'],
    );
    assert.equal(
      (
        await hubby.bare('POST', '/api/native/support-requests', {
          body: '{}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
      401,
    );
    const request = (await ask({ external_user_id: id })).body.data.id;
    const answers = [
      await escalate(request, {}, other),
      await escalate('sup_00000000000000000000000000'),
    ].map(({ status, body }) => [status, { ...body.error, request_id: '' }]);
    assert.deepEqual(answers[0], answers[1]);
    assert.deepEqual(
      (await hubby.call('GET', '/api/native/support-requests', undefined, { key: other })).body.data
        .support_requests,
      [],
    );
    assert.equal(
      (
        await hubby.call('GET', `/api/native/support-requests?external_user_id=${id}`, undefined, {
          key: other,
        })
      ).status,
      404,
    );
    assert.equal((await hubby.call('GET', '/api/native/support-requests?cursor=abc')).status, 400);
    assert.equal((await hubby.bare('GET', '/api/operator/support-requests')).status, 401);
    assert.equal((await hubby.operator('POST', '/support-requests/sup_none/close')).status, 404);
    assert.equal(
      (await hubby.operator('GET', '/support-requests?partner_id=prt_none')).status,
      404,
    );
  });

  it('go when their traveler goes', async () => {
    const key = await hubby.newPartner();
    await ask({ external_user_id: await traveler(key) }, key);
    await hubby.drain();
    assert.equal((await hubby.call('POST', '/api/sandbox/reset', undefined, { key })).status, 200);
    assert.deepEqual(
      await hubby.sql(
        `select (select count(*)::int from support_requests where partner_id = $1) + (select count(*)::int from support_queue where partner_id = $1) as n`,
        [key.partner_id],
      ),
      [{ n: 0 }],
    );
  });
});
