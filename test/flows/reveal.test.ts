/** People are masked on the screens until a member asks to see them, and that is written down. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { PartnerRole } from '../../src/domain/members/permissions.ts';
import { IN_A_YEAR, startHubby, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { makeMember, signedIn, type BrowserPage } from '../support/members.ts';

let hubby: Hubby;
const email = `${user()}@traveler.example`;
const name = user();
let booking: Json;
before(async () => {
  hubby = await startHubby();
  const answer = await hubby.call('POST', '/api/bookings', {
    departure_date: IN_A_YEAR,
    email,
    package_specifications: [{ external_user_id: name, email, destination: 'GR', size: '1GB' }],
  });
  booking = answer.body.data;
});
after(() => hubby.close());

const at = (path: string): string => `/partners/${hubby.partner.partner_id}${path}`;
const ok = ({ status, text, body }: Answer): Json => {
  assert.equal(status, 200, text);
  return body.data;
};
async function member(role: PartnerRole): Promise<BrowserPage & { id: string }> {
  const { id } = await makeMember(hubby, { roles: { [hubby.partner.partner_id]: role } });
  return { ...(await signedIn(hubby, id, { seesPeople: false })), id };
}
const sees = async (who: BrowserPage): Promise<boolean[]> =>
  Promise.all(
    [`/travelers?q=${name}`, '/bookings', `/bookings/${booking.id}`, `/search?q=${email}`].map(
      async (path) => (await who.call('GET', at(path))).text.includes(email),
    ),
  );

describe('people on the screens', () => {
  it('are masked until a member asks, for a while, in this browser', async () => {
    const support = await member('support');
    assert.deepEqual(await sees(support), [false, false, false, false]);
    assert.equal(ok(await support.call('GET', at('/reveal'))).until, null);
    const where = `bookings/${booking.id}`;
    const { until } = ok(await support.call('POST', at('/reveal'), { where }));
    assert.ok(Date.parse(until) > Date.now());
    assert.deepEqual(await sees(support), [true, true, true, true]);
    const elsewhere = await signedIn(hubby, support.id, { seesPeople: false });
    assert.deepEqual(await sees(elsewhere), [false, false, false, false]);

    const acts = await hubby.sql(
      `select actor_kind, actor_id, subject, after from audit_entries where action = 'people.revealed'`,
    );
    assert.deepEqual(acts, [
      { actor_kind: 'member', actor_id: support.id, subject: where, after: { until } },
    ]);
    ok(await support.call('DELETE', at('/reveal')));
    assert.deepEqual(await sees(support), [false, false, false, false]);
  });

  it('are masked again when the while is over', async () => {
    const support = await member('support');
    ok(await support.call('POST', at('/reveal'), { where: 'travelers' }));
    await hubby.sql(
      `update member_sessions set revealed = jsonb_build_object($2::text, '2020-01-01T00:00:00Z')
       where member_id = $1`,
      [support.id, hubby.partner.partner_id],
    );
    assert.deepEqual(await sees(support), [false, false, false, false]);
  });

  it('are shown to nobody whose role may not, and of no other partner', async () => {
    const viewer = await member('viewer');
    const refused = await viewer.call('POST', at('/reveal'), { where: 'travelers' });
    assert.deepEqual([refused.status, refused.body.error.permission], [403, 'people.read']);
    const other = await hubby.newPartner('Other Travel');
    const { id } = await makeMember(hubby, {
      roles: { [hubby.partner.partner_id]: 'support', [other.partner_id]: 'support' },
    });
    const both = await signedIn(hubby, id, { seesPeople: false });
    ok(await both.call('POST', `/partners/${other.partner_id}/reveal`, { where: 'travelers' }));
    assert.deepEqual(await sees(both), [false, false, false, false]);
    const wrong = await both.call('POST', at('/reveal'), { where: `travelers/${email}` });
    assert.deepEqual([wrong.status, wrong.body.error.type], [400, 'invalid_request']);
  });
});
