/** A partner's people look at what their travelers ask, and hand on what they cannot answer. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { PERSONAL } from '../../src/domain/audit/mask.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from '../harness.ts';
import { entriesOf } from '../support/audited.ts';
import { makeMember, memberAt, signedIn, type BrowserPage } from '../support/members.ts';

let hubby: Hubby;
let own: CreatedPartner;
let owner: BrowserPage;
let masked: BrowserPage;
before(async () => {
  hubby = await startHubby();
  own = await hubby.newPartner();
  const roles = { [own.partner_id]: 'owner' } as const;
  owner = await memberAt(hubby, { roles });
  masked = await signedIn(hubby, (await makeMember(hubby, { roles })).id, { seesPeople: false });
});
after(() => hubby.close());

const at = (key = own): string => `/partners/${key.partner_id}/support-requests`;
const ask = async (body: object, key: CreatedPartner = own, name = user()): Promise<Json> => {
  const booking = {
    departure_date: IN_A_YEAR,
    package_specifications: [{ external_user_id: name, destination: 'GR', size: '1GB' }],
  };
  await hubby.call('POST', '/api/bookings', booking, { key });
  const asked = await hubby.call(
    'POST',
    '/api/native/support-requests',
    {
      external_user_id: name,
      subject: 'It is about Ada',
      body: 'I am Ada, and nothing works',
      device_model: 'Pixel 10',
      os: 'android',
      os_version: '15',
      ...body,
    },
    { key },
  );
  assert.equal(asked.status, 201, asked.text);
  return asked.body.data;
};
/** One in each state that asking leads to. */
const askAll = async (key = own): Promise<Record<'answered' | 'open' | 'escalated', string>> => ({
  answered: (await ask({ symptom: 'no_data' }, key)).id,
  open: (await ask({ symptom: 'other' }, key)).id,
  escalated: (await ask({ escalate: true }, key)).id,
});
const read = async (path: string, browser = owner): Promise<Json> => {
  const answer = await browser.call('GET', path);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};

describe('the support requests of a partner', () => {
  it('are listed newest first, by any of several states, page by page', async () => {
    const key = await hubby.newPartner();
    const browser = await memberAt(hubby, { roles: { [key.partner_id]: 'support' } });
    const first = await askAll(key);
    const second = await askAll(key);
    await hubby.operator('POST', `/support-requests/${first.escalated}/close`);
    const ids = async (query: string): Promise<string[]> =>
      (await read(`${at(key)}${query}`, browser)).support_requests.map(({ id }: Json) => id);
    assert.deepEqual(await ids(''), [
      second.escalated,
      second.open,
      second.answered,
      first.escalated,
      first.open,
      first.answered,
    ]);
    const waiting = [second.escalated, second.open, first.open];
    assert.deepEqual(await ids('?status=open,escalated'), waiting);
    assert.deepEqual(await ids('?status=escalated,open,open'), waiting);
    assert.deepEqual(await ids('?status=closed'), [first.escalated]);
    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const page = await read(
        `${at(key)}?status=open,escalated&limit=1${cursor && `&cursor=${cursor}`}`,
        browser,
      );
      paged.push(...page.support_requests.map(({ id }: Json) => id));
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    assert.deepEqual(paged, waiting);
    const byKey = await hubby.call(
      'GET',
      '/api/native/support-requests?status=open,escalated',
      undefined,
      { key },
    );
    assert.deepEqual(
      byKey.body.data.support_requests.map(({ id }: Json) => id),
      waiting,
    );
  });

  it('refuse a state that there is none of', async () => {
    for (const status of ['lost', 'open,lost', 'open,', ','])
      for (const answer of [
        await owner.call('GET', `${at()}?status=${status}`),
        await owner.call('GET', `${at()}.csv?status=${status}`),
        await hubby.call('GET', `/api/native/support-requests?status=${status}`, undefined, {
          key: own,
        }),
      ])
        assert.deepEqual([answer.status, answer.body.error?.details?.[0]?.field], [400, 'status']);
  });

  it('name the traveler, and say what they wrote only where people are shown', async () => {
    const { id, external_user_id } = await ask({ symptom: 'other' });
    const shown = await read(`${at()}/${id}`);
    assert.equal(shown.body, 'I am Ada, and nothing works');
    assert.equal(shown.external_user_id, external_user_id);
    assert.equal(
      (await read(`/partners/${own.partner_id}/travelers/${shown.traveler_id}`)).external_user_id,
      external_user_id,
    );
    const viewer = await memberAt(hubby, { roles: { [own.partner_id]: 'viewer' } });
    for (const browser of [masked, viewer]) {
      const one = await read(`${at()}/${id}`, browser);
      assert.deepEqual([one.subject, one.body, one.symptom], [PERSONAL, PERSONAL, 'other']);
      const list = await browser.call('GET', at());
      assert.ok(!list.text.includes('Ada'), list.text);
    }
    assert.equal((await viewer.call('POST', `${at()}/${id}/escalate`, {})).status, 403);
  });

  it('are a file of exactly what is filtered, without words of travelers', async () => {
    const made = await askAll();
    const file = await owner.call('GET', `${at()}.csv?status=open,escalated`);
    assert.equal(file.status, 200, file.text);
    assert.ok(!file.text.includes('Ada'));
    const rows = parse<Json>(file.text, { columns: true });
    const list = await read(`${at()}?status=open,escalated&limit=100`);
    assert.deepEqual(
      rows.map(({ id }) => id),
      list.support_requests.map(({ id }: Json) => id),
    );
    const [row] = rows.filter(({ id }) => id === made.open);
    assert.deepEqual(
      [row!.status, row!.symptom, row!.device],
      ['open', 'other', 'Pixel 10 android 15'],
    );
  });

  it('are a file that names travelers by their addresses only where people are shown', async () => {
    const address = `${user()}@travel.example`;
    await ask({ symptom: 'other' }, own, address);
    const file = async (browser: BrowserPage): Promise<string> =>
      (await browser.call('GET', `${at()}.csv`)).text;
    assert.ok((await file(owner)).includes(address));
    const hidden = await file(masked);
    assert.ok(!hidden.includes(address));
    assert.match(hidden, /@travel\.example/);
  });

  it('go on to the people, and from them to the operator, which is written down', async () => {
    const { answered: id } = await askAll();
    const handed = async (to: string): Promise<string> => {
      const answer = await owner.call('POST', `${at()}/${id}/escalate`, { to });
      assert.equal(answer.status, 200, answer.text);
      return answer.body.data.status;
    };
    assert.equal(await handed('partner'), 'open');
    assert.equal(await handed('partner'), 'open');
    const unseen = await masked.call('POST', `${at()}/${id}/escalate`, { to: 'operator' });
    assert.deepEqual([unseen.body.data.status, unseen.body.data.body], ['escalated', PERSONAL]);
    assert.equal(await handed('partner'), 'escalated');
    const left = (await entriesOf(hubby)).filter(({ subject }) => subject === id);
    assert.deepEqual(
      left.map((one) => [one.action, one.actor_kind, one.before.status, one.after.status]),
      [
        ['support_request.escalated', 'member', 'answered', 'open'],
        ['support_request.escalated', 'member', 'open', 'escalated'],
      ],
    );
    const queue = await hubby.operator('GET', `/support-requests/${id}`);
    assert.equal(queue.body.data.status, 'escalated');
    const [{ name }] = await hubby.sql('select name from partners where id = $1', [own.partner_id]);
    assert.equal(queue.body.data.partner, name);
    for (const query of ['limit=100', `partner_id=${own.partner_id}`]) {
      const all = await hubby.operator('GET', `/support-requests?${query}`);
      const found = all.body.data.support_requests.find((one: Json) => one.id === id);
      assert.equal(found.partner, name);
    }
    await hubby.operator('POST', `/support-requests/${id}/close`);
    const late = await owner.call('POST', `${at()}/${id}/escalate`, { to: 'operator' });
    assert.deepEqual([late.status, late.body.error.type], [409, 'support_request_closed']);
    for (const body of [{}, { to: 'nobody' }]) {
      const wrong = await owner.call('POST', `${at()}/${id}/escalate`, body);
      assert.deepEqual([wrong.status, wrong.body.error.details[0].field], [400, 'to']);
    }
  });

  it('are nobody else’s', async () => {
    const other = await hubby.newPartner();
    const theirs = await memberAt(hubby, { roles: { [other.partner_id]: 'owner' } });
    const { open: id } = await askAll();
    assert.deepEqual((await read(at(other), theirs)).support_requests, []);
    for (const [method, path] of [
      ['GET', `/${id}`],
      ['POST', `/${id}/escalate`],
    ] as const) {
      const body = method === 'POST' ? { to: 'operator' } : undefined;
      const inTheirs = await theirs.call(method, `${at(other)}${path}`, body);
      assert.deepEqual(
        [inTheirs.status, inTheirs.body.error.type],
        [404, 'support_request_not_found'],
      );
      const inOurs = await theirs.call(method, `${at()}${path}`, body);
      assert.equal(inOurs.status, 404, inOurs.text);
    }
    assert.equal((await read(`${at()}/${id}`)).status, 'open');
  });

  it('are read one by one by key as well', async () => {
    const { id } = await ask({ symptom: 'other' });
    const path = `/api/native/support-requests/${id}`;
    const one = await hubby.call('GET', path, undefined, { key: own });
    assert.deepEqual([one.status, one.body.data.id], [200, id]);
    assert.equal(one.headers['content-language'], one.body.data.locale);
    const stranger = await hubby.newPartner();
    const refused = await hubby.call('GET', path, undefined, { key: stranger });
    assert.deepEqual([refused.status, refused.body.error.type], [404, 'support_request_not_found']);
    assert.equal((await hubby.bare('GET', path)).status, 401);
  });
});
