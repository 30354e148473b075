/** Codes of an authenticator app and recovery codes, as the second factor of a sign-in by mail. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bySystem } from '../../src/domain/actor.ts';
import { startHubby, type Answer, type Hubby } from '../harness.ts';
import {
  authenticatorAt,
  codeOf,
  enrol,
  enrolTotp,
  makeClock,
  signInWith,
} from '../support/factors.ts';
import {
  mailsTo,
  makeMember,
  memberAt,
  openBrowser,
  signedIn,
  type BrowserPage,
} from '../support/members.ts';

const MINUTE = 60_000;
const error = ({ status, body }: Answer) => [status, body.error?.type];
const WRONG = [401, 'code_invalid'];
const ENDED = [401, 'session_ended'];

describe('codes', () => {
  const clock = makeClock();
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby({ clock });
  });
  after(() => hubby.close());

  const roles = () => ({ [hubby.partner.partner_id]: 'owner' as const });
  /** An owner with an authenticator app, and how they sign in by mail. */
  const withApp = async () => {
    const page = await memberAt(hubby, { roles: roles() });
    const app = await enrolTotp(page, clock.now());
    // The code of this very moment is used up.
    clock.pass(MINUTE);
    return { ...app, page, byMail: () => signedIn(hubby, page.member.id, { by: 'mail' }) };
  };
  const stageOf = async (page: BrowserPage) => (await page.call('GET', '/session')).body.data.stage;
  /** That fits at no time around. */
  const wrong = (secret: string): string => {
    const near = [-2, -1, 0, 1, 2].map((steps) =>
      codeOf(secret, new Date(clock.now().getTime() + steps * 30_000)),
    );
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find(
      (code) => !near.includes(code),
    )!;
  };

  it('of an app are on once one was shown', async () => {
    const { id } = await makeMember(hubby, { roles: roles() });
    const page = await signedIn(hubby, id, { by: 'mail' });
    assert.equal(await stageOf(page), 'enrol');
    assert.deepEqual(error(await page.call('POST', '/totp/confirm', { code: '123456' })), [
      409,
      'conflict',
    ]);
    const first = (await page.call('POST', '/totp')).body.data;
    const { secret, uri, qr_svg: qr } = (await page.call('POST', '/totp')).body.data;
    assert.notEqual(secret, first.secret);
    assert.equal(new URL(uri).searchParams.get('secret'), secret);
    assert.match(qr, /^<svg /);
    assert.deepEqual(
      error(await page.call('POST', '/totp/confirm', { code: codeOf(first.secret, clock.now()) })),
      WRONG,
      'of the secret before',
    );
    assert.equal(await stageOf(page), 'enrol');
    const confirmed = await page.call('POST', '/totp/confirm', {
      code: codeOf(secret, clock.now()),
    });
    assert.equal(confirmed.body.data.recovery_codes.length, 10);
    const { data } = (await page.call('GET', '/session')).body;
    assert.deepEqual(
      [data.stage, data.member.has_totp, data.member.recovery_codes_left],
      ['full', true, 10],
    );
    assert.deepEqual(error(await page.call('POST', '/totp')), [409, 'conflict']);
    const [row] = await hubby.sql('select totp_sealed from members where id = $1', [id]);
    assert.ok(!row.totp_sealed.includes(secret), 'sealed');
  });

  it('of an app make a sign-in by mail whole, each once and under another cookie', async () => {
    const { secret, byMail } = await withApp();
    const page = await byMail();
    assert.equal(await stageOf(page), 'second_factor');
    assert.deepEqual(error(await page.call('GET', '/passkeys')), [403, 'sign_in_incomplete']);
    const old = page.cookies.get('hubby-session');
    const code = codeOf(secret, clock.now());
    const shown = await page.call('POST', '/sign-in/totp', { code });
    assert.deepEqual([shown.status, shown.body.data.stage], [200, 'full']);
    assert.notEqual(page.cookies.get('hubby-session'), old);
    assert.equal(await stageOf(page), 'full');
    assert.deepEqual(error(await page.call('POST', '/sign-in/totp', { code })), [
      403,
      'sign_in_incomplete',
    ]);
    const again = await byMail();
    assert.deepEqual(error(await again.call('POST', '/sign-in/totp', { code })), WRONG);
    const before = codeOf(secret, new Date(clock.now().getTime() - 30_000));
    assert.deepEqual(
      error(await again.call('POST', '/sign-in/totp', { code: before })),
      WRONG,
      'one before the last that was taken',
    );
  });

  it('open one session, however often the same code comes at once', async () => {
    const { secret, recoveryCodes, byMail } = await withApp();
    for (const [path, code] of [
      ['/sign-in/totp', codeOf(secret, clock.now())],
      ['/sign-in/recovery', recoveryCodes[0]!],
    ] as const) {
      const pages = await Promise.all(Array.from({ length: 8 }, byMail));
      const all = await Promise.all(pages.map((page) => page.call('POST', path, { code })));
      assert.deepEqual(all.map(({ status }) => status).sort(), [200, ...Array(7).fill(401)], path);
    }
  });

  it('that are wrong five times end the session, also all at once', async () => {
    const { secret, byMail } = await withApp();
    const [one, many] = [await byMail(), await byMail()];
    const code = wrong(secret);
    for (let times = 0; times < 5; times++)
      assert.deepEqual(error(await one.call('POST', '/sign-in/totp', { code })), WRONG);
    const right = codeOf(secret, clock.now());
    assert.deepEqual(error(await one.call('POST', '/sign-in/totp', { code: right })), ENDED);

    const all = await Promise.all(
      Array.from({ length: 20 }, () => many.call('POST', '/sign-in/totp', { code })),
    );
    const types = all.map(({ body }) => body.error.type);
    assert.ok(types.filter((type) => type === 'code_invalid').length <= 5, types.join());
    assert.deepEqual(error(await many.call('POST', '/sign-in/totp', { code: right })), ENDED);
  });

  it('that are wrong in whatever session are so many a day', async () => {
    await hubby.ctx.limits.set(bySystem('test'), { wrong_factor_codes_per_member_per_day: 4 });
    const { secret, byMail, page } = await withApp();
    const code = wrong(secret);
    for (let times = 0; times < 4; times++)
      assert.deepEqual(
        error(await (await byMail()).call('POST', '/sign-in/totp', { code })),
        WRONG,
      );
    const right = { code: codeOf(secret, clock.now()) };
    const refused = await (await byMail()).call('POST', '/sign-in/totp', right);
    assert.deepEqual(error(refused), [429, 'too_many_requests']);
    assert.equal(await stageOf(page), 'full', 'who is in stays in');
    await hubby.ctx.limits.set(bySystem('test'), { wrong_factor_codes_per_member_per_day: null });
  });

  it('for recovery open once each, and tell their owner', async () => {
    const { recoveryCodes, byMail, page } = await withApp();
    const [code, second] = recoveryCodes as [string, string];
    const lost = await byMail();
    const shown = await lost.call('POST', '/sign-in/recovery', { code: code.toUpperCase() });
    assert.deepEqual([shown.status, shown.body.data.stage], [200, 'full']);
    assert.equal((await lost.call('GET', '/session')).body.data.member.recovery_codes_left, 9);
    const again = await byMail();
    assert.deepEqual(error(await again.call('POST', '/sign-in/recovery', { code })), WRONG);
    const mails = await mailsTo(hubby, page.member.email);
    assert.match(mails.at(-1)!.text, /recovery code was used/);
    const stored = await hubby.sql('select code_hash from recovery_codes where member_id = $1', [
      page.member.id,
    ]);
    assert.equal(stored.length, 10);
    assert.ok(stored.every(({ code_hash: hash }) => hash.length === 32));

    const { data } = (await page.call('POST', '/recovery-codes')).body;
    assert.equal(data.recovery_codes.length, 10);
    assert.deepEqual(
      error(await again.call('POST', '/sign-in/recovery', { code: second })),
      WRONG,
      'void since there are others',
    );
    const [fresh] = data.recovery_codes;
    assert.equal((await again.call('POST', '/sign-in/recovery', { code: fresh })).status, 200);
  });

  it('of one member open nothing of another’s', async () => {
    const [mine, theirs] = [await withApp(), await withApp()];
    const page = await mine.byMail();
    const code = codeOf(theirs.secret, clock.now());
    assert.deepEqual(error(await page.call('POST', '/sign-in/totp', { code })), WRONG);
    assert.deepEqual(
      error(await page.call('POST', '/sign-in/recovery', { code: theirs.recoveryCodes[0] })),
      WRONG,
    );
  });

  it('for recovery stand in for a passkey, too; a mailbox adds nothing beside one', async () => {
    const page = await memberAt(hubby, { roles: roles() });
    const authenticator = authenticatorAt(hubby);
    const [code] = (await enrol(page, authenticator)).body.data.recovery_codes;
    const lost = await signedIn(hubby, page.member.id, { by: 'mail' });
    assert.equal(await stageOf(lost), 'second_factor');
    assert.deepEqual(error(await lost.call('POST', '/passkeys/options')), [
      403,
      'sign_in_incomplete',
    ]);
    assert.deepEqual(error(await lost.call('POST', '/sign-in/totp', { code: '123456' })), WRONG);
    assert.equal((await lost.call('POST', '/sign-in/recovery', { code })).status, 200);
    assert.equal((await enrol(lost, authenticatorAt(hubby))).status, 201);
    const other = await signedIn(hubby, page.member.id, { by: 'mail' });
    assert.equal((await signInWith(other, authenticator)).body.data.stage, 'full');
    assert.equal(await stageOf(other), 'full');
  });

  it('show that it is still you', async () => {
    const { secret, page } = await withApp();
    clock.pass(11 * MINUTE);
    for (const [method, path] of [
      ['POST', '/recovery-codes'],
      ['DELETE', '/totp'],
      ['POST', '/totp'],
    ] as const)
      assert.deepEqual(error(await page.call(method, path)), [403, 'fresh_sign_in_required'], path);
    assert.deepEqual(error(await page.call('POST', '/fresh/totp', { code: wrong(secret) })), WRONG);
    const code = codeOf(secret, clock.now());
    const shown = await page.call('POST', '/fresh/totp', { code });
    assert.equal(shown.status, 200, shown.text);
    assert.equal((await page.call('POST', '/recovery-codes')).status, 200);
    assert.deepEqual(error(await page.call('POST', '/fresh/totp', { code })), WRONG, 'once');
  });

  it('go with their app, but for the last factor of a role that needs one', async () => {
    const { page, secret, byMail } = await withApp();
    assert.deepEqual(error(await page.call('DELETE', '/totp')), [409, 'conflict']);
    assert.equal((await enrol(page, authenticatorAt(hubby))).status, 201);
    assert.equal((await page.call('DELETE', '/totp')).status, 200);
    const { member } = (await page.call('GET', '/session')).body.data;
    assert.deepEqual([member.has_totp, member.recovery_codes_left], [false, 10]);
    const code = codeOf(secret, clock.now());
    const other = await byMail();
    assert.deepEqual(error(await other.call('POST', '/sign-in/totp', { code })), WRONG);
  });

  it('for recovery are nothing without a factor', async () => {
    const page = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'viewer' } });
    assert.deepEqual(error(await page.call('POST', '/recovery-codes')), [409, 'conflict']);
  });

  it('are asked for with a session, in the form of a code', async () => {
    const nobody = openBrowser(hubby);
    const { byMail } = await withApp();
    const page = await byMail();
    for (const path of ['/sign-in/totp', '/sign-in/recovery', '/totp/confirm', '/fresh/totp'])
      assert.deepEqual(error(await nobody.call('POST', path, { code: '123456' })), ENDED, path);
    for (const body of [{}, { code: '' }, { code: 'x'.repeat(41) }])
      assert.deepEqual(error(await page.call('POST', '/sign-in/totp', body)), [
        400,
        'invalid_request',
      ]);
    assert.equal(await stageOf(page), 'second_factor', 'what is no code is no try');
  });
});
