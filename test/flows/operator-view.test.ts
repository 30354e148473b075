/** The operator looks at a partner's screens: what is seen, what is told of it, and its end. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { endDueViews } from '../../src/domain/members/viewing/end-view.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { until } from '../faults/checks.ts';
import { startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { openStream } from '../support/event-stream.ts';
import { memberAt, signedIn, type BrowserPage } from '../support/members.ts';

type Page = BrowserPage & { member: { id: string } };
let hubby: Hubby;
let key: CreatedPartner;
before(async () => {
  hubby = await startHubby({
    env: { HUBBY_REQUEST_LOG_DAYS: '30' },
    context: { loopLag: { ms: () => 0, close() {} } },
  });
  key = await hubby.newPartner();
});
after(() => hubby.close());

const REASON = 'They ask why a booking is missing.';
const supporter = (): Promise<Page> => memberAt(hubby, { operatorRole: 'support', name: 'Olga' });
const begin = (page: BrowserPage, id = key.partner_id, reason: unknown = REASON): Promise<Answer> =>
  page.call('POST', `/operator/partners/${id}/view`, { reason });
async function looking(of = key): Promise<Page> {
  const page = await supporter();
  const { status, text } = await begin(page, of.partner_id);
  assert.equal(status, 201, text);
  return page;
}
const at = (path: string, of = key): string => `/partners/${of.partner_id}${path}`;
const why = ({ status, body }: Answer): string => `${status} ${body?.error?.type}`;

/** As the partner's own owner reads it, oldest first. */
async function told(of: CreatedPartner): Promise<Json[]> {
  const owner = await memberAt(hubby, { roles: { [of.partner_id]: 'owner' } });
  const { body } = await owner.call('GET', at('/audit?limit=200', of));
  return (body.data.entries as Json[])
    .filter(({ action }) => String(action).startsWith('partner_view.'))
    .reverse();
}

async function book(of = key): Promise<{ id: string; email: string }> {
  const name = user();
  const email = `${name}@traveler.example`;
  const { status, text, body } = await hubby.call(
    'POST',
    '/api/bookings',
    {
      booking_id: `ORDER-${name}`,
      departure_date: '2030-07-15',
      email,
      package_specifications: [{ external_user_id: name, email, destination: 'GR', size: '1GB' }],
    },
    { key: of },
  );
  assert.ok(status < 300, text);
  return { id: body.data.id, email };
}

describe('a look at a partner', () => {
  it('is begun with a reason, by whoever may, at a partner that there is', async () => {
    const page = await supporter();
    for (const reason of [null, '', 'no', '   ', ' a ', 'x'.repeat(301)])
      assert.equal(why(await begin(page, key.partner_id, reason)), '400 invalid_request');
    assert.equal(why(await begin(page, 'prt_none')), '404 partner_not_found');
    const finance = await memberAt(hubby, { operatorRole: 'finance' });
    assert.equal(why(await begin(finance)), '403 permission_denied');
    const owner = await memberAt(hubby, { roles: { [key.partner_id]: 'owner' } });
    assert.equal(why(await begin(owner)), '404 not_found');
    const { status, body } = await begin(page);
    assert.equal(status, 201);
    assert.deepEqual([body.data.partner_id, body.data.slug], [key.partner_id, key.slug]);
  });

  it('is shown by the session of this browser, and by no other one of the member', async () => {
    const page = await looking();
    const { viewing } = (await page.call('GET', '/session')).body.data;
    assert.deepEqual(
      [viewing.partner_id, viewing.slug, viewing.reason],
      [key.partner_id, key.slug, REASON],
    );
    assert.ok(!viewing.permissions.includes('people.read'));
    assert.equal((await page.call('GET', at('/bookings'))).status, 200);
    const elsewhere = await signedIn(hubby, page.member.id);
    assert.equal((await elsewhere.call('GET', '/session')).body.data.viewing, null);
    assert.equal((await elsewhere.call('GET', at('/bookings'))).status, 404);
  });

  it('names nobody: not in lists, details, searches, keys or bodies', async () => {
    const partner = await hubby.newPartner();
    const owner = await memberAt(hubby, {
      roles: { [partner.partner_id]: 'owner' },
      name: 'Ottilie Owner',
    });
    const made = await owner.call('POST', at('/keys', partner), {
      label: 'bookings server',
      scopes: ['bookings'],
    });
    assert.equal(made.status, 201, made.text);
    const { id, email } = await book(partner);
    await until('the log has it', async () => {
      const rows = await hubby.sql('select 1 from api_requests where partner_id = $1', [
        partner.partner_id,
      ]);
      return rows.length > 0;
    });
    const page = await looking(partner);
    const read = async (path: string): Promise<string> => {
      const { status, text } = await page.call('GET', at(path, partner));
      assert.equal(status, 200, `${path} ${text}`);
      return text;
    };
    const { requests } = JSON.parse(await read('/requests')).data;
    const { travelers } = JSON.parse(await read('/travelers')).data;
    for (const path of [
      '/bookings',
      `/bookings/${id}`,
      '/travelers',
      `/travelers/${travelers[0].id}`,
      `/travelers/${travelers[0].id}/timeline`,
      `/search?q=${encodeURIComponent(email)}`,
      '/keys',
      '/events',
      '/requests',
      `/requests/${requests[0].id}`,
    ]) {
      const text = await read(path);
      assert.ok(!text.includes(email), path);
      assert.ok(!text.includes('Ottilie'), path);
    }
    assert.match(await owner.call('GET', at(`/bookings/${id}`, partner)).then((a) => a.text), /@/);
  });

  it('changes nothing, hands out no file and opens nothing that asks for a fresh sign-in', async () => {
    const { id } = await book();
    const page = await looking();
    for (const [method, path] of [
      ['POST', `/bookings/${id}/cancel`],
      ['POST', '/keys'],
      ['PUT', '/webhooks/settings'],
      ['GET', '/requests.csv'],
      ['GET', '/deliveries.csv'],
      ['GET', '/members'],
      ['GET', '/audit'],
    ] as const)
      assert.equal(
        why(await page.call(method, at(path), method === 'GET' ? undefined : {})),
        '403 permission_denied',
        path,
      );
    const { data } = (await hubby.call('GET', `/api/bookings/${id}`, undefined, { key })).body;
    assert.equal(data.status, 'CONFIRMED');
  });

  it('stands in the log of the partner at its begin and its end, without the name of who looked', async () => {
    const partner = await hubby.newPartner();
    const page = await looking(partner);
    assert.equal((await page.call('DELETE', '/operator/view')).status, 200);
    assert.equal((await page.call('DELETE', '/operator/view')).status, 200);
    const [begun, ended, ...more] = await told(partner);
    assert.deepEqual(
      [begun!.action, begun!.after.reason, begun!.actor],
      ['partner_view.begun', REASON, { kind: 'member', id: page.member.id, name: null }],
    );
    assert.deepEqual(
      [ended!.action, ended!.subject, more.length],
      ['partner_view.ended', begun!.subject, 0],
    );
    assert.equal(why(await page.call('GET', at('/bookings', partner))), '404 not_found');
  });

  it('takes the place of one that is open, which ends', async () => {
    const [first, second] = [await hubby.newPartner(), await hubby.newPartner()];
    const page = await looking(first);
    assert.equal((await begin(page, second.partner_id)).status, 201);
    assert.equal(why(await page.call('GET', at('/bookings', first))), '404 not_found');
    assert.equal((await page.call('GET', at('/bookings', second))).status, 200);
    assert.deepEqual(
      (await told(first)).map(({ action }) => action),
      ['partner_view.begun', 'partner_view.ended'],
    );
  });

  it('of two that begin at once in one browser, leaves one', async () => {
    const page = await supporter();
    const both = await Promise.all([begin(page), begin(page)]);
    assert.deepEqual(
      both.map(({ status }) => status),
      [201, 201],
    );
    const open = await hubby.sql(
      'select 1 from partner_views where member_id = $1 and ended_at is null',
      [page.member.id],
    );
    assert.equal(open.length, 1);
  });
});

describe('the end of a look', () => {
  it('comes with another role, and the new one does not bring it back', async () => {
    const partner = await hubby.newPartner();
    const page = await looking(partner);
    const boss = await memberAt(hubby, { operatorRole: 'operator' });
    for (const role of ['finance', 'operator']) {
      const changed = await boss.call('PATCH', `/operator/members/${page.member.id}`, { role });
      assert.equal(changed.status, 200, changed.text);
      assert.equal(why(await page.call('GET', at('/bookings', partner))), '404 not_found', role);
    }
    assert.equal((await told(partner)).length, 2);
  });

  it('comes with the membership of the installation', async () => {
    const partner = await hubby.newPartner();
    const page = await looking(partner);
    const boss = await memberAt(hubby, { operatorRole: 'operator' });
    const removed = await boss.call('DELETE', `/operator/members/${page.member.id}`);
    assert.equal(removed.status, 200, removed.text);
    assert.notEqual((await page.call('GET', at('/bookings', partner))).status, 200);
    assert.equal((await told(partner)).length, 2);
  });

  it('ends what is followed live, as a lost role does', async () => {
    for (const ending of [
      'update members set operator_role = null where id = $1',
      'update partner_views set ended_at = now() where member_id = $1',
    ]) {
      const page = await looking();
      const stream = await openStream(hubby, page, at('/stream'));
      await stream.await('hello');
      await hubby.sql(ending, [page.member.id]);
      await stream.await('gone');
      await until('the end of the stream', async () => stream.isClosed());
    }
  });

  it('is told when the hour is over, the session has ended or the role is gone', async () => {
    for (const ending of [
      `update partner_views set ends_at = now() - interval '1 minute' where member_id = $1`,
      'update member_sessions set ended_at = now() where member_id = $1',
      `update members set operator_role = 'finance' where id = $1`,
    ]) {
      const partner = await hubby.newPartner();
      const page = await looking(partner);
      await endDueViews(hubby.ctx);
      assert.equal((await told(partner)).length, 1, 'still open');
      await hubby.sql(ending, [page.member.id]);
      await endDueViews(hubby.ctx);
      await endDueViews(hubby.ctx);
      const [, ended, ...more] = await told(partner);
      assert.deepEqual(
        [ended!.action, ended!.actor.kind, more.length],
        ['partner_view.ended', 'system', 0],
      );
    }
  });
});
