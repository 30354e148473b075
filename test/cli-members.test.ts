/** `hubby member`: who may open the dashboard, by whoever stands at the installation's machine. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { firstLinks } from '../src/start/first-members.ts';
import { startHubby, type Hubby, type Json } from './harness.ts';
import { run } from './support/cli.ts';
import { address, makeMember, openBrowser, signedIn } from './support/members.ts';
import { urlOf } from './faults/processes.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby({ env: { HUBBY_PUBLIC_URL: 'http://desk.example:3000' } });
  await hubby.sql(`update partners set is_demo = true where id = $1`, [hubby.partner.partner_id]);
});
after(() => hubby.close());

const command = (...args: string[]) =>
  run(hubby, ['member', ...args], {
    HUBBY_SECRET_KEY: hubby.secretKey,
    HUBBY_APP_DATABASE_URL: urlOf(hubby.databaseConfig),
    HUBBY_PUBLIC_URL: 'http://desk.example:3000',
  });
const said = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await command(...args);
  assert.equal(code, 0, err);
  return out.trim();
};
const refused = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await command(...args);
  assert.deepEqual([code, out], [1, ''], err);
  return err.trim();
};
const tokenOf = (url: string, path: string): string => {
  const token = new RegExp(`http://desk\\.example:3000/d/${path}#([\\w-]{43})`).exec(url)?.[1];
  assert.ok(token, url);
  return token;
};

describe('npx hubby member', () => {
  it('invites, lists, and takes away', async () => {
    const [email, fin] = [address(), address()];
    const { slug } = hubby.partner;
    const invited = await said('invite', email, '--partner', slug, '--role', 'owner');
    const browser = openBrowser(hubby);
    const token = tokenOf(invited, 'invitation');
    const joined = await browser.call('POST', '/invitations/accept', { token, name: 'Ada' });
    assert.deepEqual([joined.status, joined.body.data.stage], [200, 'enrol']);
    await said('invite', fin, '--operator', 'finance');
    assert.equal(await said('list'), `${email} (Ada)  ${slug}: owner`);
    assert.deepEqual(
      JSON.parse(await said('list', '--json')).map((one: Json) => [one.email, one.partners]),
      [[email, [{ id: hubby.partner.partner_id, slug, role: 'owner' }]]],
    );
    assert.match(await refused('remove', email, '--partner', slug), /last owner/);
    await makeMember(hubby, { roles: { [hubby.partner.partner_id]: 'owner' } });
    assert.match(await said('remove', email, '--partner', slug), /no member of Test Travel/);
    assert.equal((await browser.call('GET', '/session')).status, 401);
    const [act] = await hubby.sql(
      `select actor_kind, action from audit_entries order by id desc limit 1`,
    );
    assert.deepEqual(act, { actor_kind: 'cli', action: 'member.removed' });
  });

  it('prints a link that signs in once, in any browser', async () => {
    const { email } = await makeMember(hubby, {
      roles: { [hubby.partner.partner_id]: 'viewer' },
    });
    const token = tokenOf(await said('link', email.toUpperCase()), 'sign-in/link');
    const browser = openBrowser(hubby);
    assert.equal((await browser.call('POST', '/sign-in/link', { token })).status, 200);
    assert.equal((await browser.call('GET', '/session')).body.data.signed_in_by, 'link');
    assert.equal((await openBrowser(hubby).call('POST', '/sign-in/link', { token })).status, 401);
  });

  it('has the second factors of a member go, a day later', async () => {
    const { id, email } = await makeMember(hubby, { operatorRole: 'finance' });
    assert.match(await said('reset', email), /unless they object/);
    const [reset] = await hubby.sql(
      `select due_at > now() + interval '23 hours' as is_later, asked_by
       from factor_resets where member_id = $1`,
      [id],
    );
    assert.equal(reset.is_later, true);
    assert.match(reset.asked_by, /^cli /);
    assert.match(await refused('reset', email), /under way already/);
  });

  it('says what is missing or wrong', async () => {
    assert.match(await refused('link', 'nobody@travel.example'), /Nobody has this address/);
    assert.match(await refused('invite', address()), /either --partner .* or --operator/);
    assert.match(await refused('invite', address(), '--partner', 'x'), /--role: expected one of/);
    const none = ['--partner', 'none', '--role', 'viewer'];
    assert.match(await refused('invite', address(), ...none), /no such partner/);
    assert.match(await refused('invite', address(), '--operator', 'owner'), /--operator: expected/);
    assert.match(await refused('remove', address()), /either --partner .* or --operator/);
  });
});

describe('the links that Hubby prints when it starts', () => {
  it('let in the first operator, and on staging the demo partner’s owner, who are made once', async () => {
    const [one, two] = await Promise.all([firstLinks(hubby.ctx), firstLinks(hubby.ctx)]);
    const browser = openBrowser(hubby);
    const token = tokenOf(one.operator!, 'sign-in/link');
    assert.deepEqual((await browser.call('POST', '/sign-in/link', { token })).body.data, {
      stage: 'enrol',
    });
    assert.equal((await browser.call('GET', '/session')).body.data.operator.role, 'operator');
    const demo = openBrowser(hubby);
    await demo.call('POST', '/sign-in/link', { token: tokenOf(two.demo!, 'sign-in/link') });
    const { memberships } = (await demo.call('GET', '/session')).body.data;
    assert.deepEqual(
      memberships.map((m: Json) => [m.partner_id, m.role]),
      [[hubby.partner.partner_id, 'owner']],
    );
    const people = await hubby.sql(`select email from members where email like '%@localhost'`);
    assert.equal(people.length, 2);
  });

  it('let nobody in once the operator of a production was in', async () => {
    await firstLinks(hubby.ctx);
    const [operator] = await hubby.sql(
      `select id from members where operator_role = 'operator' order by created_at limit 1`,
    );
    const production = {
      ...hubby.ctx,
      config: { ...hubby.ctx.config, env: 'production' as const },
    };
    const before = await firstLinks(production);
    assert.deepEqual([before.operator === null, before.demo], [false, null]);
    await signedIn(hubby, operator.id);
    assert.deepEqual(await firstLinks(production), { operator: null, demo: null });
    assert.notEqual((await firstLinks(hubby.ctx)).operator, null, 'staging always does');
  });
});

describe('GET /api/members', () => {
  it('shows a partner its own members', async () => {
    const [one, two] = [await hubby.newPartner(), await hubby.newPartner()];
    const { id, email } = await makeMember(hubby, { roles: { [one.partner_id]: 'support' } });
    const of = async (key: typeof one) =>
      (await hubby.call('GET', '/api/members', undefined, { key })).body.data.members;
    assert.deepEqual(
      (await of(one)).map((m: Json) => [m.id, m.email, m.role, m.last_seen_at]),
      [[id, email, 'support', null]],
    );
    assert.deepEqual(await of(two), []);
  });
});
