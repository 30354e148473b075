/** Passkeys: added, used to sign in and to be fresh, refused, removed. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { bySystem } from '../../src/domain/actor.ts';
import { startHubby, type Answer, type Hubby } from '../harness.ts';
import type { Flaws } from '../support/authenticator.ts';
import { authenticatorAt, enrol, makeClock, signInWith } from '../support/factors.ts';
import { mailsTo, makeMember, memberAt, openBrowser, signedIn } from '../support/members.ts';

const MINUTE = 60_000;
const error = ({ status, body }: Answer) => [status, body.error?.type];
const INVALID = [401, 'passkey_invalid'];

describe('passkeys', () => {
  const clock = makeClock();
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby({ clock });
    // All of them come from one address here.
    await hubby.ctx.limits.set(bySystem('test'), { passkey_tries_per_address_per_minute: 0 });
  });
  after(() => hubby.close());

  const owner = () => memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'owner' } });
  const owned = async (isSynced = false) => {
    const page = await owner();
    const authenticator = authenticatorAt(hubby, { isSynced });
    const added = await enrol(page, authenticator);
    assert.equal(added.status, 201, added.text);
    return { page, authenticator, added };
  };

  it('sign in without a name being typed, and stand for two factors', async () => {
    const { authenticator, page: owning } = await owned();
    const page = openBrowser(hubby);
    const signed = await signInWith(page, authenticator);
    assert.deepEqual([signed.status, signed.body.data.stage], [200, 'full']);
    const { data } = (await page.call('GET', '/session')).body;
    assert.equal(data.member.id, owning.member.id);
    assert.deepEqual([data.signed_in_by, data.member.passkeys], ['passkey', 1]);
    assert.notEqual(data.fresh_until, null);
  });

  it('come with recovery codes once, a mail, and an entry in the audit log', async () => {
    const { page, added } = await owned();
    assert.equal(added.body.data.recovery_codes.length, 10);
    const another = await enrol(page, authenticatorAt(hubby));
    assert.deepEqual([another.status, another.body.data.recovery_codes], [201, undefined]);
    const { length } = await mailsTo(hubby, page.member.email);
    assert.equal(length, 2);
    const entries = await hubby.sql(
      `select action, actor_kind, actor_id from audit_entries where subject = $1 order by id`,
      [page.member.id],
    );
    assert.deepEqual(
      entries.map(({ action, actor_kind: kind, actor_id: id }) => [action, kind, id]),
      Array(2).fill(['passkey.added', 'member', page.member.id]),
    );
  });

  it('make whole the session of who had no factor, under another cookie', async () => {
    const { id } = await makeMember(hubby, { roles: { [hubby.partner.partner_id]: 'owner' } });
    const page = await signedIn(hubby, id, { by: 'mail' });
    const old = page.cookies.get('hubby-session')!;
    assert.equal((await page.call('GET', '/session')).body.data.stage, 'enrol');
    assert.deepEqual(error(await page.call('GET', '/passkeys')), [403, 'sign_in_incomplete']);
    assert.equal((await enrol(page, authenticatorAt(hubby))).status, 201);
    assert.equal((await page.call('GET', '/session')).body.data.stage, 'full');
    assert.notEqual(page.cookies.get('hubby-session'), old);
    page.cookies.set('hubby-session', old);
    assert.deepEqual(error(await page.call('GET', '/session')), [401, 'session_ended']);
  });

  it('cannot be added by a mailbox alone beside a factor that came meanwhile', async () => {
    const { id } = await makeMember(hubby, { roles: { [hubby.partner.partner_id]: 'owner' } });
    const [mine, thief] = [
      await signedIn(hubby, id, { by: 'mail' }),
      await signedIn(hubby, id, { by: 'mail' }),
    ];
    const { body } = await thief.call('POST', '/passkeys/options');
    assert.equal((await enrol(mine, authenticatorAt(hubby))).status, 201);
    const response = authenticatorAt(hubby).create(body.data);
    assert.deepEqual(error(await thief.call('POST', '/passkeys', { response })), [
      401,
      'session_ended',
    ]);
    assert.equal((await mine.call('GET', '/passkeys')).body.data.length, 1);
  });

  const FLAWS: Record<string, Flaws> = {
    'another origin': { origin: 'https://evil.example' },
    'another relying party': { rpId: 'evil.example' },
    'a challenge of nobody': { challenge: 'A'.repeat(43) },
    'another type': { type: 'webauthn.other' },
    'a mere touch': { isUnverified: true },
  };
  for (const [name, flaws] of Object.entries(FLAWS))
    it(`are neither added nor taken with ${name}`, async () => {
      const page = await owner();
      assert.deepEqual(error(await enrol(page, authenticatorAt(hubby), flaws)), INVALID);
      assert.deepEqual((await page.call('GET', '/passkeys')).body.data, []);
      const { authenticator } = await owned();
      const browser = openBrowser(hubby);
      assert.deepEqual(error(await signInWith(browser, authenticator, flaws)), INVALID);
      assert.equal(browser.cookies.has('hubby-session'), false);
    });

  it('are not taken with a signature or a name that is another’s, or that nobody has', async () => {
    const [{ authenticator }, { authenticator: other }] = [await owned(), await owned()];
    for (const flaws of [
      { isForged: true },
      { userHandle: Buffer.from('mem_other').toString('base64url') },
      { userHandle: undefined as never, id: other.id },
      { id: 'AAAAAAAAAAAAAAAAAAAAAA' },
    ])
      assert.deepEqual(error(await signInWith(openBrowser(hubby), authenticator, flaws)), INVALID);
    assert.deepEqual(
      error(await signInWith(openBrowser(hubby), authenticatorAt(hubby))),
      INVALID,
      'of whom nobody knows',
    );
  });

  it('that were copied are noticed by their counter; those that are synced have none', async () => {
    const { authenticator } = await owned();
    assert.equal((await signInWith(openBrowser(hubby), authenticator)).status, 200);
    for (const counter of [0, 1, 2])
      assert.deepEqual(
        error(await signInWith(openBrowser(hubby), authenticator, { counter })),
        INVALID,
      );
    assert.equal((await signInWith(openBrowser(hubby), authenticator)).status, 200);
    const { authenticator: synced, page } = await owned(true);
    for (let times = 0; times < 2; times++)
      assert.equal((await signInWith(openBrowser(hubby), synced)).status, 200);
    const [one] = (await page.call('GET', '/passkeys')).body.data;
    assert.equal(one.is_backed_up, true);
  });

  it('answer a challenge once, in its browser, for what it was made for, for five minutes', async () => {
    const { authenticator, page } = await owned();
    const options = async (at = openBrowser(hubby)) => ({
      at,
      challenge: (await at.call('POST', '/sign-in/passkey/options')).body.data,
    });
    const { at, challenge } = await options();
    const response = authenticator.get(challenge);
    const elsewhere = await options();
    assert.deepEqual(
      error(await elsewhere.at.call('POST', '/sign-in/passkey', { response })),
      INVALID,
      'in another browser',
    );
    assert.equal((await at.call('POST', '/sign-in/passkey', { response })).status, 200);
    assert.deepEqual(error(await at.call('POST', '/sign-in/passkey', { response })), INVALID);

    const failed = await options();
    const wrong = authenticator.get(failed.challenge, { isForged: true });
    const right = authenticator.get(failed.challenge);
    await failed.at.call('POST', '/sign-in/passkey', { response: wrong });
    assert.deepEqual(
      error(await failed.at.call('POST', '/sign-in/passkey', { response: right })),
      INVALID,
      'used up by a wrong answer',
    );

    const fresh = (await page.call('POST', '/fresh/passkey/options')).body.data;
    assert.deepEqual(
      error(await page.call('POST', '/sign-in/passkey', { response: authenticator.get(fresh) })),
      INVALID,
      'made to be fresh',
    );

    const late = await options();
    const answer = authenticator.get(late.challenge);
    clock.pass(5 * MINUTE);
    assert.deepEqual(
      error(await late.at.call('POST', '/sign-in/passkey', { response: answer })),
      INVALID,
    );
  });

  it('open one session, however often the same answer comes at once', async () => {
    for (const isSynced of [false, true]) {
      const { authenticator } = await owned(isSynced);
      const page = openBrowser(hubby);
      const { body } = await page.call('POST', '/sign-in/passkey/options');
      const response = authenticator.get(body.data);
      const all = await Promise.all(
        Array.from({ length: 12 }, () => page.call('POST', '/sign-in/passkey', { response })),
      );
      assert.deepEqual(
        all.map(({ status }) => status).sort(),
        [200, ...Array(11).fill(401)],
        `synced: ${isSynced}`,
      );
    }
  });

  it('show that it is still you', async () => {
    const { authenticator, page } = await owned();
    const { authenticator: other } = await owned();
    clock.pass(11 * MINUTE);
    assert.deepEqual(error(await page.call('POST', '/passkeys/options')), [
      403,
      'fresh_sign_in_required',
    ]);
    const options = async () => (await page.call('POST', '/fresh/passkey/options')).body.data;
    const asked = await options();
    assert.deepEqual(
      asked.allowCredentials.map(({ id }: { id: string }) => id),
      [authenticator.id],
    );
    assert.deepEqual(
      error(await page.call('POST', '/fresh/passkey', { response: other.get(asked) })),
      INVALID,
      'somebody else',
    );
    const response = authenticator.get(await options());
    const shown = await page.call('POST', '/fresh/passkey', { response });
    assert.equal(shown.status, 200, shown.text);
    assert.equal(
      new Date(shown.body.data.fresh_until).getTime(),
      clock.now().getTime() + 10 * MINUTE,
    );
    assert.equal((await page.call('POST', '/passkeys/options')).status, 200);
  });

  it('are called what their owner likes, and nobody else’s are there', async () => {
    const { page, added } = await owned();
    const { page: stranger } = await owned();
    const path = `/passkeys/${added.body.data.id}`;
    assert.equal((await page.call('PATCH', path, { label: 'Laptop' })).status, 200);
    const [one] = (await page.call('GET', '/passkeys')).body.data;
    assert.equal(one.label, 'Laptop');
    assert.deepEqual(error(await page.call('PATCH', path, {})), [400, 'invalid_request']);
    for (const call of [
      () => stranger.call('PATCH', path, { label: 'Mine' }),
      () => stranger.call('DELETE', path),
    ])
      assert.deepEqual(error(await call()), [404, 'not_found']);
    assert.deepEqual(error(await openBrowser(hubby).call('GET', '/passkeys')), [
      401,
      'session_ended',
    ]);
  });

  it('go, but for the last factor of a role that needs one', async () => {
    const { page, added, authenticator } = await owned();
    const path = `/passkeys/${added.body.data.id}`;
    assert.deepEqual(error(await page.call('DELETE', path)), [409, 'conflict']);
    const second = authenticatorAt(hubby);
    await enrol(page, second);
    const both = [path, `/passkeys/${second.id}`];
    const gone = await Promise.all(both.map((one) => page.call('DELETE', one)));
    assert.deepEqual(gone.map(({ status }) => status).sort(), [200, 409], 'both at once');
    const left = (await page.call('GET', '/passkeys')).body.data;
    assert.equal(left.length, 1);
    const removed = left[0].id === authenticator.id ? second : authenticator;
    assert.deepEqual(error(await signInWith(openBrowser(hubby), removed)), INVALID);
  });

  it('of who needs none go whole, and their recovery codes with them', async () => {
    const page = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'viewer' } });
    const authenticator = authenticatorAt(hubby);
    await enrol(page, authenticator);
    assert.equal((await page.call('DELETE', `/passkeys/${authenticator.id}`)).status, 200);
    const { member } = (await page.call('GET', '/session')).body.data;
    assert.deepEqual([member.passkeys, member.recovery_codes_left], [0, 0]);
  });

  it('are not for whoever came by a partner’s directory to add', async () => {
    const { id } = await makeMember(hubby, { roles: { [hubby.partner.partner_id]: 'owner' } });
    const page = await signedIn(hubby, id, { by: 'sso', partnerId: hubby.partner.partner_id });
    for (const path of ['/passkeys/options', '/totp', '/recovery-codes'])
      assert.deepEqual(error(await page.call('POST', path)), [403, 'permission_denied'], path);
  });

  it('are tried from one address so often', async () => {
    const limited = await startHubby();
    await limited.ctx.limits.set(bySystem('test'), { passkey_tries_per_address_per_minute: 3 });
    const page = openBrowser(limited);
    const statuses = [];
    for (let times = 0; times < 4; times++)
      statuses.push((await page.call('POST', '/sign-in/passkey/options')).status);
    assert.deepEqual(statuses, [200, 200, 200, 429]);
    const response = authenticatorAt(limited).get(
      { challenge: 'A'.repeat(43), rpId: 'x' },
      { userHandle: 'x' },
    );
    const refused = await page.call('POST', '/sign-in/passkey', { response });
    assert.deepEqual(error(refused), [429, 'too_many_requests']);
    assert.match(String(refused.headers['retry-after']), /^\d+$/);
    await limited.close();
  });

  it('that are no passkeys are refused, whatever they hold', async () => {
    const page = await owner();
    const { authenticator } = await owned();
    const some = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(some, fc.nat(3), fc.nat(60), async (bytes, which, at) => {
        const put = (text: string): string => {
          const whole = Buffer.from(text, 'base64url');
          bytes.copy(whole, at);
          // Nothing else than before it might be by chance.
          if (whole.toString('base64url') === text) whole[at % whole.length]! ^= 1;
          return (which > 1 ? whole : bytes).toString('base64url');
        };
        const browser = openBrowser(hubby);
        const asked = (await browser.call('POST', '/sign-in/passkey/options')).body.data;
        const given = authenticator.get(asked);
        const member = which % 2 === 0 ? 'authenticatorData' : 'signature';
        given.response[member] = put(given.response[member]);
        const signed = await browser.call('POST', '/sign-in/passkey', { response: given });
        assert.deepEqual(error(signed), INVALID);
        const made = authenticatorAt(hubby).create(
          (await page.call('POST', '/passkeys/options')).body.data,
        );
        made.response.attestationObject = bytes.toString('base64url');
        assert.deepEqual(error(await page.call('POST', '/passkeys', { response: made })), INVALID);
        made.response.clientDataJSON = bytes.toString('base64url');
        assert.deepEqual(error(await page.call('POST', '/passkeys', { response: made })), INVALID);
      }),
      { numRuns: 60 },
    );
  });
});
