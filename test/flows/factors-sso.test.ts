/** Single sign-on: a partner's own directory, who it lets in, and what it never does. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { newId } from '../../src/ids.ts';
import { tokenHash } from '../../src/secrets.ts';
import { bySystem } from '../../src/domain/actor.ts';
import { startHubby, type Answer, type Hubby } from '../harness.ts';
import { makeClock } from '../support/factors.ts';
import { makeMember, memberAt, openBrowser, type BrowserPage } from '../support/members.ts';
import { startOidcIssuer, type IssuerFlaws, type OidcIssuer } from '../support/oidc-issuer.ts';

const MINUTE = 60_000;
const error = ({ status, body }: Answer) => [status, body.error?.type];
const placeOf = ({ status, headers }: Answer): string => {
  assert.equal(status, 302);
  return String(headers['location']);
};
const reasonOf = (answer: Answer): string | null =>
  new URL(placeOf(answer)).searchParams.get('sso');

describe('single sign-on', () => {
  const clock = makeClock();
  let hubby: Hubby;
  let issuer: OidcIssuer;
  before(async () => {
    issuer = await startOidcIssuer();
    hubby = await startHubby({ clock, env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } });
    await hubby.ctx.limits.set(bySystem('test'), { sso_sign_ins_per_address_per_minute: 0 });
  });
  after(async () => {
    await hubby.close();
    await issuer.close();
  });
  afterEach(() => issuer.flaw({}));

  const settings = () => ({
    issuer: issuer.url,
    client_id: issuer.clientId,
    client_secret: issuer.clientSecret,
  });
  const ssoOf = (partner: { partner_id: string }) => `/partners/${partner.partner_id}/sso`;
  /** A partner with this directory, and its owner. */
  const connected = async () => {
    const partner = await hubby.newPartner();
    const owner = await memberAt(hubby, { roles: { [partner.partner_id]: 'owner' } });
    const set = await owner.call('PUT', ssoOf(partner), settings());
    assert.equal(set.status, 200, set.text);
    return { partner, owner };
  };
  type Partner = Awaited<ReturnType<typeof connected>>['partner'];
  const invite = async (
    { partner_id: partnerId }: Partner,
    { email = `${newId('mem')}@travel.example`, bySso = true } = {},
  ) => {
    const [token, id] = [randomBytes(32).toString('base64url'), newId('inv')];
    await hubby.sql(
      `insert into member_invitations
         (id, token_hash, email, partner_id, role, by_sso, invited_by, expires_at)
       values ($1, $2, $3, $4, 'developer', $5, 'member mem_x', $6)`,
      [
        id,
        tokenHash(token),
        email,
        partnerId,
        bySso,
        new Date(clock.now().getTime() + 7 * 86_400_000),
      ],
    );
    return { token, email };
  };
  const begin = (page: BrowserPage, slug: string, invitation?: string) =>
    page.call(
      'GET',
      `/sign-in/sso/${slug}${invitation === undefined ? '' : `?invitation=${invitation}`}`,
    );
  const comeBack = (page: BrowserPage, back: URL) =>
    page.call('GET', back.pathname.replace('/web-api', '') + back.search);
  type Way = { subject?: string; invitation?: string; page?: BrowserPage; flaws?: IssuerFlaws };
  /** All the way to the directory and back. */
  const signIn = async (
    { slug }: Partner,
    { subject = 'sub-1', invitation, page = openBrowser(hubby), flaws = {} }: Way = {},
  ) => {
    const back = issuer.authorize(placeOf(await begin(page, slug, invitation)), subject);
    issuer.flaw(flaws);
    return { page, answer: await comeBack(page, back) };
  };
  const joined = async (partner: Partner, subject = 'sub-1') => {
    const { token, email } = await invite(partner);
    const { answer, page } = await signIn(partner, { subject, invitation: token });
    assert.match(placeOf(answer), /\/d\/$/, answer.text);
    const [member] = await hubby.sql('select id from members where email = $1', [email]);
    return { id: member.id, page, token };
  };

  it('is set by the owner, whose secret is sealed and shown to nobody', async () => {
    const { partner, owner } = await connected();
    const shown = (await owner.call('GET', ssoOf(partner))).body.data;
    const home = `http://localhost:${new URL(hubby.url).port}`;
    assert.deepEqual(shown, {
      issuer: issuer.url,
      client_id: issuer.clientId,
      callback_url: `${home}/web-api/sign-in/sso/callback`,
      sign_in_url: `${home}/web-api/sign-in/sso/${partner.slug}`,
    });
    const [row] = await hubby.sql(
      'select client_secret_sealed from sso_connections where partner_id = $1',
      [partner.partner_id],
    );
    assert.ok(!row.client_secret_sealed.includes(issuer.clientSecret));
    const acts = await hubby.sql(
      "select action, before, after from audit_entries where partner_id = $1 and action like 'sso.%'",
      [partner.partner_id],
    );
    assert.deepEqual(
      acts.map(({ action }) => action),
      ['sso.set'],
    );
    assert.ok(!JSON.stringify(acts).includes(issuer.clientSecret));
  });

  it('is known to whoever invites: the list of members says whether there is one', async () => {
    const { partner, owner } = await connected();
    const admin = await memberAt(hubby, { roles: { [partner.partner_id]: 'admin' } });
    const has = async (): Promise<boolean> =>
      (await admin.call('GET', `/partners/${partner.partner_id}/members`)).body.data.has_sso;
    assert.equal(await has(), true);
    assert.equal((await owner.call('DELETE', ssoOf(partner))).status, 200);
    assert.equal(await has(), false);
  });

  it('is the owner’s to set, freshly signed in, with an issuer that is one', async () => {
    const { partner, owner } = await connected();
    const admin = await memberAt(hubby, { roles: { [partner.partner_id]: 'admin' } });
    for (const method of ['GET', 'PUT', 'DELETE'])
      assert.deepEqual(
        error(await admin.call(method, ssoOf(partner), method === 'PUT' ? settings() : undefined)),
        [403, 'permission_denied'],
      );
    const stranger = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'owner' } });
    assert.deepEqual(error(await stranger.call('GET', ssoOf(partner))), [404, 'not_found']);
    assert.deepEqual(error(await openBrowser(hubby).call('GET', ssoOf(partner))), [
      401,
      'session_ended',
    ]);
    for (const url of [
      'nothing',
      'http://login.example',
      'https://u:p@login.example',
      `${issuer.url}/x`,
    ]) {
      const refused = await owner.call('PUT', ssoOf(partner), { ...settings(), issuer: url });
      assert.deepEqual(error(refused), [400, 'invalid_request'], url);
      assert.equal(refused.body.error.details[0].field, 'issuer');
    }
    clock.pass(11 * MINUTE);
    assert.deepEqual(error(await owner.call('PUT', ssoOf(partner), settings())), [
      403,
      'fresh_sign_in_required',
    ]);
  });

  it('lets in who was invited, by issuer and subject, with that partner’s membership alone', async () => {
    const { partner } = await connected();
    const { id, page } = await joined(partner);
    await hubby.sql(
      `insert into memberships (partner_id, member_id, role) values ($1, $2, 'owner')`,
      [hubby.partner.partner_id, id],
    );
    const first = (await page.call('GET', '/session')).body.data;
    assert.deepEqual([first.signed_in_by, first.stage, first.member.id], ['sso', 'full', id]);
    const again = await signIn(partner);
    const { data } = (await again.page.call('GET', '/session')).body;
    assert.equal(data.member.id, id);
    assert.deepEqual(
      data.memberships.map((one: { partner_id: string; role: string }) => [
        one.partner_id,
        one.role,
      ]),
      [[partner.partner_id, 'developer']],
    );
    assert.deepEqual(error(await again.page.call('GET', ssoOf(hubby.partner))), [404, 'not_found']);
  });

  it('does not know by e-mail, nor at another partner, nor without the membership', async () => {
    const { partner } = await connected();
    // What the directory says of everybody's e-mail.
    await makeMember(hubby, {
      email: 'owner@example.com',
      roles: { [partner.partner_id]: 'owner' },
    });
    assert.equal(reasonOf((await signIn(partner)).answer), 'not_linked');
    const { id } = await joined(partner);
    const { partner: other } = await connected();
    assert.equal(reasonOf((await signIn(other)).answer), 'not_linked');
    await hubby.sql('delete from memberships where member_id = $1', [id]);
    const { answer, page } = await signIn(partner);
    assert.equal(reasonOf(answer), 'not_linked');
    assert.equal(page.cookies.has('hubby-session'), false);
  });

  it('takes an invitation once, of its own partner, and one that is by single sign-on', async () => {
    const { partner } = await connected();
    const { partner: other } = await connected();
    const { token } = await invite(partner);
    for (const [slug, invitation] of [
      [other.slug, token],
      [partner.slug, (await invite(partner, { bySso: false })).token],
      [partner.slug, 'nonsense'],
    ] as const)
      assert.equal(reasonOf(await begin(openBrowser(hubby), slug, invitation)), 'failed');
    const pages = Array.from({ length: 6 }, () => openBrowser(hubby));
    const backs: URL[] = [];
    for (const [n, page] of pages.entries())
      backs.push(issuer.authorize(placeOf(await begin(page, partner.slug, token)), `one-${n}`));
    const all = await Promise.all(pages.map((page, n) => comeBack(page, backs[n]!)));
    assert.deepEqual(
      all.map(reasonOf).sort(),
      [...Array(5).fill('failed'), null],
      'whoever comes back first has it',
    );
    assert.equal(reasonOf(await begin(openBrowser(hubby), partner.slug, token)), 'failed');
  });

  it('leaves a subject with whom it was linked to', async () => {
    const { partner } = await connected();
    const { id } = await joined(partner, 'shared');
    const { token, email } = await invite(partner);
    const { answer } = await signIn(partner, { subject: 'shared', invitation: token });
    assert.equal(reasonOf(answer), 'failed');
    const [other] = await hubby.sql('select id from members where email = $1', [email]);
    assert.equal(other, undefined, 'nothing of it was kept');
    const { page } = await signIn(partner, { subject: 'shared' });
    assert.equal((await page.call('GET', '/session')).body.data.member.id, id);
  });

  const FLAWS: Record<string, IssuerFlaws> = {
    'another nonce': { nonce: 'another' },
    'another audience': { audience: 'another' },
    'another issuer': { issuer: 'https://another.example' },
    'an end in the past': { isExpired: true },
    'the signature of another key': { isForged: true },
    'no signature': { isUnsigned: true },
  };
  for (const [name, flaws] of Object.entries(FLAWS))
    it(`believes no ID token with ${name}`, async () => {
      const { partner } = await connected();
      await joined(partner);
      const { answer, page } = await signIn(partner, { flaws });
      assert.equal(reasonOf(answer), 'failed');
      assert.equal(page.cookies.has('hubby-session'), false);
    });

  it('takes what comes back once, in its own browser, and as it was sent', async () => {
    const { partner } = await connected();
    await joined(partner);
    const sent = async (page = openBrowser(hubby)) => ({
      page,
      back: issuer.authorize(placeOf(await begin(page, partner.slug)), 'sub-1'),
    });
    const { page, back } = await sent();
    assert.equal(reasonOf(await comeBack(openBrowser(hubby), back)), 'failed', 'another browser');
    const all = await Promise.all(Array.from({ length: 6 }, () => comeBack(page, back)));
    assert.deepEqual(all.map(reasonOf).sort(), [...Array(5).fill('failed'), null]);

    const [mine, theirs] = [await sent(), await sent()];
    const mixed = new URL(mine.back);
    mixed.searchParams.set('code', theirs.back.searchParams.get('code')!);
    assert.equal(reasonOf(await comeBack(mine.page, mixed)), 'failed', 'the code of another');

    for (const change of [
      (url: URL) => url.searchParams.delete('state'),
      (url: URL) => url.searchParams.set('state', 'x'.repeat(43)),
      (url: URL) => url.searchParams.set('iss', 'https://another.example'),
      (url: URL) => url.searchParams.set('error', 'access_denied'),
    ]) {
      const one = await sent();
      change(one.back);
      assert.equal(reasonOf(await comeBack(one.page, one.back)), 'failed', one.back.search);
    }

    const late = await sent();
    clock.pass(10 * MINUTE);
    assert.equal(reasonOf(await comeBack(late.page, late.back)), 'failed', 'too late');
  });

  it('sends nobody anywhere where there is no directory, or none that answers', async () => {
    const { partner } = await connected();
    const without = await hubby.newPartner();
    for (const slug of [without.slug, 'nobody-has-this'])
      assert.equal(reasonOf(await begin(openBrowser(hubby), slug)), 'unavailable');
    issuer.flaw({ namedIssuer: 'https://another.example' });
    assert.equal(reasonOf(await begin(openBrowser(hubby), partner.slug)), 'unavailable');
  });

  it('is over for everybody when it is taken away, or led to another issuer', async () => {
    const { partner, owner } = await connected();
    const { page } = await joined(partner);
    assert.equal((await owner.call('PUT', ssoOf(partner), settings())).status, 200);
    assert.equal((await page.call('GET', '/session')).status, 200, 'the same issuer');
    assert.equal((await owner.call('DELETE', ssoOf(partner))).status, 200);
    assert.deepEqual(error(await page.call('GET', '/session')), [401, 'session_ended']);
    assert.equal((await owner.call('GET', '/session')).status, 200);
    assert.equal((await owner.call('GET', ssoOf(partner))).body.data.issuer, null);
    assert.equal(reasonOf(await begin(openBrowser(hubby), partner.slug)), 'unavailable');

    await owner.call('PUT', ssoOf(partner), settings());
    const { page: back } = await signIn(partner);
    assert.equal((await back.call('GET', '/session')).status, 200, 'links outlive it');
    const other = await startOidcIssuer();
    await owner.call('PUT', ssoOf(partner), { ...settings(), issuer: other.url });
    assert.deepEqual(error(await back.call('GET', '/session')), [401, 'session_ended']);
    await other.close();
  });

  it('is tried from one address so often', async () => {
    await hubby.ctx.limits.set(bySystem('test'), { sso_sign_ins_per_address_per_minute: 1 });
    const { partner } = await connected();
    await begin(openBrowser(hubby), partner.slug);
    assert.equal(reasonOf(await begin(openBrowser(hubby), partner.slug)), 'too_many');
    await hubby.ctx.limits.set(bySystem('test'), { sso_sign_ins_per_address_per_minute: 0 });
  });

  it('reaches nothing inside networks where that is not allowed', async () => {
    const guarded = await startHubby();
    const owner = await memberAt(guarded, { roles: { [guarded.partner.partner_id]: 'owner' } });
    const seen = issuer.seen.length;
    const { port } = new URL(issuer.url);
    for (const url of [issuer.url, `https://127.0.0.1:${port}`, `https://localhost:${port}`])
      assert.deepEqual(
        error(await owner.call('PUT', ssoOf(guarded.partner), { ...settings(), issuer: url })),
        [400, 'invalid_request'],
        url,
      );
    assert.equal(issuer.seen.length, seen);
    await guarded.close();
  });
});
