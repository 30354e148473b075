/** Factors that somebody else has taken off: a day later, unless the member objects. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SCHEDULED } from '../../src/jobs/index.ts';
import { startHubby, type Answer, type Hubby } from '../harness.ts';
import { authenticatorAt, enrol, enrolTotp, makeClock, signInWith } from '../support/factors.ts';
import { mailsTo, makeMember, memberAt, openBrowser, signedIn } from '../support/members.ts';

const HOUR = 3_600_000;
const error = ({ status, body }: Answer) => [status, body.error?.type];

describe('a reset of factors', () => {
  const clock = makeClock();
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby({ clock });
  });
  after(() => hubby.close());

  const run = () => SCHEDULED['factor_resets']!.run(hubby.ctx);
  const partner = () => hubby.partner.partner_id;
  const reset = (id: string, by = partner()) => `/partners/${by}/members/${id}/reset-factors`;
  const ownerPage = () => memberAt(hubby, { roles: { [partner()]: 'owner' } });
  /** Somebody with both factors. */
  const admin = async () => {
    const page = await memberAt(hubby, { roles: { [partner()]: 'admin' } });
    const authenticator = authenticatorAt(hubby);
    await enrol(page, authenticator);
    await enrolTotp(page, clock.now());
    return { page, authenticator, id: page.member.id };
  };
  const factorsOf = async (id: string) => {
    const [row] = await hubby.sql(
      `select (select count(*)::int from passkeys where member_id = m.id) as passkeys,
         (select count(*)::int from recovery_codes where member_id = m.id) as codes,
         totp_sealed is not null as totp
       from members m where id = $1`,
      [id],
    );
    return [row.passkeys, row.codes, row.totp];
  };

  it('takes them a day later, with every session, and the member hears of it before and after', async () => {
    const { page, authenticator, id } = await admin();
    const owner = await ownerPage();
    const asked = await owner.call('POST', reset(id));
    assert.equal(asked.status, 200, asked.text);
    const due = new Date(asked.body.data.due_at);
    assert.equal(due.getTime(), clock.now().getTime() + 24 * HOUR);
    assert.match((await mailsTo(hubby, page.member.email)).at(-1)!.text, /cancel it/);
    assert.deepEqual(error(await owner.call('POST', reset(id))), [409, 'conflict']);

    clock.pass(24 * HOUR - 60_000);
    await run();
    assert.deepEqual(await factorsOf(id), [1, 10, true]);
    clock.pass(60_000);
    await Promise.all([run(), run()]);
    assert.deepEqual(await factorsOf(id), [0, 0, false]);
    assert.deepEqual(error(await page.call('GET', '/session')), [401, 'session_ended']);
    assert.deepEqual(error(await signInWith(openBrowser(hubby), authenticator)), [
      401,
      'passkey_invalid',
    ]);
    const done = (await mailsTo(hubby, page.member.email)).filter(({ text }) =>
      text.startsWith('Your passkeys'),
    );
    assert.equal(done.length, 1, 'once, of two that were at it');
    const anew = await signedIn(hubby, id, { by: 'mail' });
    assert.equal((await anew.call('GET', '/session')).body.data.stage, 'enrol');
    const acts = await hubby.sql(
      `select action, actor_kind, partner_id from audit_entries
       where subject = $1 and action like 'factor_reset%' order by id`,
      [id],
    );
    assert.deepEqual(
      acts.map(({ action, actor_kind: kind, partner_id: of }) => [action, kind, of]),
      [
        ['factor_reset.asked', 'member', partner()],
        ['factor_reset.done', 'system', null],
      ],
    );
  });

  it('does not happen when the member objects', async () => {
    const { page, id, authenticator } = await admin();
    const owner = await ownerPage();
    await owner.call('POST', reset(id));
    const open = (await page.call('GET', '/session')).body.data.reset;
    const cancel = `/factor-resets/${open.id}/cancel`;
    assert.deepEqual(error(await owner.call('POST', cancel)), [404, 'not_found'], 'not theirs');
    const mailbox = await signedIn(hubby, id, { by: 'mail' });
    assert.deepEqual(error(await mailbox.call('POST', cancel)), [403, 'sign_in_incomplete']);
    const both = await Promise.all([page.call('POST', cancel), page.call('POST', cancel)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 404]);
    assert.equal((await page.call('GET', '/session')).body.data.reset, null);
    clock.pass(25 * HOUR);
    await run();
    assert.deepEqual(await factorsOf(id), [1, 10, true]);
    assert.equal((await signInWith(openBrowser(hubby), authenticator)).status, 200);
    // It was longer than a session lasts without being used.
    const again = await ownerPage();
    assert.equal((await again.call('POST', reset(id))).status, 200);
  });

  it('is for owners to ask for, and for the operator', async () => {
    const { id } = await admin();
    for (const role of ['admin', 'developer', 'viewer'] as const) {
      const page = await memberAt(hubby, { roles: { [partner()]: role } });
      assert.deepEqual(error(await page.call('POST', reset(id))), [403, 'permission_denied'], role);
    }
    const elsewhere = await hubby.newPartner();
    const stranger = await memberAt(hubby, { roles: { [elsewhere.partner_id]: 'owner' } });
    assert.deepEqual(error(await stranger.call('POST', reset(id))), [404, 'not_found']);
    assert.deepEqual(
      error(await stranger.call('POST', reset(id, elsewhere.partner_id))),
      [404, 'not_found'],
      'no member of theirs',
    );
    assert.deepEqual(error(await openBrowser(hubby).call('POST', reset(id))), [
      401,
      'session_ended',
    ]);
    const operator = await memberAt(hubby, { operatorRole: 'operator' });
    const path = `/operator/members/${id}/reset-factors`;
    assert.equal((await operator.call('POST', path)).status, 200);
    assert.deepEqual(error(await operator.call('POST', '/operator/members/mem_x/reset-factors')), [
      404,
      'not_found',
    ]);
    const owner = await ownerPage();
    assert.deepEqual(error(await owner.call('POST', path)), [404, 'not_found']);
  });

  it('of who signs in to others as well is the operator’s alone', async () => {
    const elsewhere = await hubby.newPartner();
    const owner = await ownerPage();
    const people = [
      await makeMember(hubby, {
        roles: { [partner()]: 'admin', [elsewhere.partner_id]: 'viewer' },
      }),
      await makeMember(hubby, { roles: { [partner()]: 'admin' }, operatorRole: 'support' }),
    ];
    for (const { id } of people)
      assert.deepEqual(error(await owner.call('POST', reset(id))), [403, 'permission_denied']);
    const operator = await memberAt(hubby, { operatorRole: 'operator' });
    for (const { id } of people)
      assert.equal(
        (await operator.call('POST', `/operator/members/${id}/reset-factors`)).status,
        200,
      );
  });
});
