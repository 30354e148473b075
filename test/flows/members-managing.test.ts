/** Members are invited, join, change and go; the last owner stays, whoever hurries. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { forgetEnded } from '../../src/domain/members/forget-ended.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import {
  address,
  mailedToken,
  mailsTo,
  makeMember,
  memberAt,
  openBrowser,
  signedIn,
  type BrowserPage,
} from '../support/members.ts';

const DAY = 86_400_000;
let hubby: Hubby;
/** how far the clock is ahead of real time, in milliseconds */
let ahead = 0;
before(async () => {
  hubby = await startHubby({ clock: { now: () => new Date(Date.now() + ahead) } });
});
beforeEach(() => hubby.sql('delete from abuse_counters'));
after(() => hubby.close());

async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
  ahead = ms;
  try {
    return await work();
  } finally {
    ahead = 0;
  }
}
/** Without what every answer has of its own. */
const bare = ({ status, text, body }: Answer): string =>
  `${status} ${text.replace(body.error?.request_id ?? '', '')}`;

/** A partner with an owner at their browser. */
async function company() {
  const partner = await hubby.newPartner();
  const at = `/partners/${partner.partner_id}`;
  const owner = await memberAt(hubby, {
    name: 'Olive Owner',
    roles: { [partner.partner_id]: 'owner' },
  });
  return { partner, at, owner, id: partner.partner_id };
}
const invite = async (
  browser: BrowserPage,
  at: string,
  body: Json,
): Promise<{ id: string; token: string }> => {
  const answer = await browser.call('POST', `${at}/invitations`, body);
  assert.equal(answer.status, 201, answer.text);
  return { id: answer.body.data.id, token: await mailedToken(hubby, body.email) };
};
const accept = (token: string, name = 'Nora New', browser = openBrowser(hubby)) =>
  browser.call('POST', '/invitations/accept', { token, name });
const look = (token: string) => openBrowser(hubby).call('POST', '/invitations/look', { token });
const acts = (partnerId: string | null): Promise<Json[]> =>
  hubby.sql(
    `select action, actor_kind, actor_id, subject, before, after from audit_entries
     where partner_id is not distinct from $1 order by id`,
    [partnerId],
  );

describe('an invitation', () => {
  it('says who invites whom to what, makes the member, and opens a session once', async () => {
    const { owner, at, id, partner } = await company();
    const email = address();
    const { id: invitation, token } = await invite(owner, at, { email, role: 'viewer' });
    const [mail] = await mailsTo(hubby, email);
    assert.match(mail!.text, /^Olive Owner invites you to .* as viewer/);
    const { data } = (await look(token)).body;
    assert.deepEqual(
      [data.email, data.partner, data.role, data.invited_by, data.by_sso],
      [email, { name: partner.name, slug: partner.slug }, 'viewer', 'Olive Owner', false],
    );
    const browsers = Array.from({ length: 10 }, () => openBrowser(hubby));
    const answers = await Promise.all(browsers.map((one) => accept(token, 'Nora New', one)));
    const winner = answers.findIndex(({ status }) => status === 200);
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(answers.every(({ status }) => status === 200 || status === 404));
    const session = (await browsers[winner]!.call('GET', '/session')).body.data;
    assert.deepEqual(
      [session.member.email, session.member.name, session.memberships[0].role, session.stage],
      [email, 'Nora New', 'viewer', 'full'],
    );
    assert.deepEqual(
      (await acts(id))
        .slice(-2)
        .map(({ action, actor_id, subject }) => [action, actor_id, subject]),
      [
        ['invitation.made', owner.member.id, invitation],
        ['member.joined', session.member.id, session.member.id],
      ],
    );
  });

  it('is refused alike when it was used, taken back, sent again, has run out, or is none', async () => {
    const { owner, at } = await company();
    const used = await invite(owner, at, { email: address(), role: 'viewer' });
    assert.equal((await accept(used.token)).status, 200);
    const revoked = await invite(owner, at, { email: address(), role: 'viewer' });
    assert.equal((await owner.call('DELETE', `${at}/invitations/${revoked.id}`)).status, 200);
    const email = address();
    const again = await invite(owner, at, { email, role: 'viewer' });
    assert.equal((await owner.call('POST', `${at}/invitations/${again.id}/resend`)).status, 200);
    const late = await invite(owner, at, { email: address(), role: 'viewer' });
    const answers: Answer[] = [];
    for (const { token } of [used, revoked, again, { token: 'x'.repeat(43) }, { token: 'x' }])
      answers.push(await look(token), await accept(token));
    await later(7 * DAY + 1_000, async () => {
      answers.push(await look(late.token), await accept(late.token));
    });
    assert.deepEqual([...new Set(answers.map(bare))], [bare(answers[0]!)]);
    assert.equal(answers[0]!.status, 404);
    assert.equal((await accept(await mailedToken(hubby, email))).status, 200);
  });

  it('is one at a time for an address, and none for a member', async () => {
    const { owner, at, id } = await company();
    const email = address();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        owner.call('POST', `${at}/invitations`, { email, role: 'viewer' }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409]);
    const upper = { email: email.toUpperCase(), role: 'admin' };
    assert.equal((await owner.call('POST', `${at}/invitations`, upper)).status, 409);
    await later(7 * DAY + 1_000, async () => {
      const open = await signedIn(hubby, owner.member.id);
      assert.equal((await open.call('POST', `${at}/invitations`, upper)).status, 201);
    });
    const { email: known } = await makeMember(hubby, { roles: { [id]: 'viewer' } });
    const again = { email: known, role: 'admin' };
    assert.equal((await owner.call('POST', `${at}/invitations`, again)).status, 409);
  });

  it('gives who is a member elsewhere one more partner, and takes nothing away', async () => {
    const [one, two] = [await company(), await company()];
    const email = address();
    await accept((await invite(one.owner, one.at, { email, role: 'viewer' })).token, 'First Name');
    const browser = openBrowser(hubby);
    await accept((await invite(two.owner, two.at, { email, role: 'support' })).token, 'X', browser);
    const { data } = (await browser.call('GET', '/session')).body;
    assert.equal(data.member.name, 'First Name');
    assert.deepEqual(
      data.memberships.map((m: Json) => [m.partner_id, m.role]).sort(),
      [
        [one.id, 'viewer'],
        [two.id, 'support'],
      ].sort(),
    );
  });

  it('through a directory is not accepted by its link alone', async () => {
    const { owner, at } = await company();
    const body = { email: address(), role: 'viewer', by_sso: true };
    const { token } = await invite(owner, at, body);
    assert.equal((await look(token)).body.data.by_sso, true);
    assert.equal((await accept(token)).status, 409);
    const operator = await memberAt(hubby, { operatorRole: 'operator' });
    const none = await operator.call('POST', '/operator/invitations', {
      ...body,
      role: 'finance',
      email: address(),
    });
    assert.equal(none.status, 400);
  });

  it('opens to whoever may do harm only the way to a second factor', async () => {
    const { owner, at } = await company();
    const { token } = await invite(owner, at, { email: address(), role: 'admin' });
    assert.deepEqual((await accept(token)).body.data, { stage: 'enrol' });
  });

  it('of another partner is not there', async () => {
    const [one, two] = [await company(), await company()];
    const { id, token } = await invite(one.owner, one.at, { email: address(), role: 'viewer' });
    for (const [method, path] of [
      ['DELETE', `${two.at}/invitations/${id}`],
      ['POST', `${two.at}/invitations/${id}/resend`],
    ] as const)
      assert.equal((await two.owner.call(method, path)).status, 404);
    const operator = await memberAt(hubby, { operatorRole: 'operator' });
    assert.equal((await operator.call('DELETE', `/operator/invitations/${id}`)).status, 404);
    assert.equal((await accept(token)).status, 200, 'and stays as it was');
  });

  it('is sent so often by one member only', async () => {
    const { owner, at } = await company();
    const statuses = [];
    for (let i = 0; i < 51; i++)
      statuses.push(
        (await owner.call('POST', `${at}/invitations`, { email: address(), role: 'viewer' }))
          .status,
      );
    assert.deepEqual([...new Set(statuses.slice(0, 50)), statuses[50]], [201, 429]);
  });

  it('refuses an address that is none, a role that is none, and what is missing', async () => {
    const { owner, at } = await company();
    for (const body of [
      { email: 'nobody', role: 'viewer' },
      { email: address(), role: 'operator' },
      { email: address() },
      {},
    ]) {
      const answer = await owner.call('POST', `${at}/invitations`, body);
      assert.equal(answer.status, 400, JSON.stringify(body));
      assert.ok(answer.body.error.details.length > 0);
    }
  });
});

describe('members', () => {
  it('are listed with what they are, and what is open', async () => {
    const { owner, at, id } = await company();
    const { id: other, email } = await makeMember(hubby, { roles: { [id]: 'viewer' } });
    const invited = address();
    await invite(owner, at, { email: invited, role: 'finance' });
    const { data } = (await owner.call('GET', `${at}/members`)).body;
    assert.deepEqual(
      data.members.map((m: Json) => [m.id, m.email, m.role, m.passkeys, m.has_totp]),
      [
        [owner.member.id, owner.member.email, 'owner', 0, false],
        [other, email, 'viewer', 0, false],
      ],
    );
    assert.ok(data.members[0].last_seen_at !== null && data.members[1].last_seen_at === null);
    assert.deepEqual(
      data.invitations.map((i: Json) => [i.email, i.role, i.invited_by]),
      [[invited, 'finance', 'Olive Owner']],
    );
  });

  it('of the installation are managed by its operators', async () => {
    const operator = await memberAt(hubby, { operatorRole: 'operator' });
    const email = address();
    const { token } = await invite(operator, '/operator', { email, role: 'finance' });
    assert.deepEqual((await look(token)).body.data.partner, null);
    const browser = openBrowser(hubby);
    assert.deepEqual((await accept(token, 'Fin', browser)).body.data, { stage: 'enrol' });
    const listed = (await operator.call('GET', '/operator/members')).body.data.members;
    const { id } = listed.find((m: Json) => m.email === email);
    const path = `/operator/members/${id}`;
    assert.equal((await operator.call('PATCH', path, { role: 'support' })).status, 200);
    assert.equal((await operator.call('DELETE', path)).status, 200);
    assert.equal((await browser.call('GET', '/session')).status, 401, 'signed out everywhere');
    const actions = (await acts(null)).filter((act) => act.subject === id);
    assert.deepEqual(
      actions.map(({ action, before, after }) => [action, before?.role, after?.role]),
      [
        ['member.joined', undefined, 'finance'],
        ['member.role_changed', 'finance', 'support'],
        ['member.removed', 'support', undefined],
      ],
    );
  });

  it('of every role but owner are for admins; owners are for owners', async () => {
    const { owner, at, id } = await company();
    const admin = await memberAt(hubby, { roles: { [id]: 'admin' } });
    const { id: viewer } = await makeMember(hubby, { roles: { [id]: 'viewer' } });
    const path = (member: string): string => `${at}/members/${member}`;
    const denied = [
      await admin.call('PATCH', path(viewer), { role: 'owner' }),
      await admin.call('PATCH', path(admin.member.id), { role: 'owner' }),
      await admin.call('PATCH', path(owner.member.id), { role: 'viewer' }),
      await admin.call('DELETE', path(owner.member.id)),
      await admin.call('POST', `${at}/invitations`, { email: address(), role: 'owner' }),
    ];
    const { id: open } = await invite(owner, at, { email: address(), role: 'owner' });
    denied.push(
      await admin.call('DELETE', `${at}/invitations/${open}`),
      await admin.call('POST', `${at}/invitations/${open}/resend`),
    );
    for (const answer of denied)
      assert.deepEqual(
        [answer.status, answer.body.error.type, answer.body.error.permission],
        [403, 'permission_denied', 'owners.manage'],
      );
    const { invitations } = (await owner.call('GET', `${at}/members`)).body.data;
    assert.equal(invitations.length, 1, 'nothing was done');
    assert.equal((await admin.call('PATCH', path(viewer), { role: 'admin' })).status, 200);
    assert.equal((await admin.call('DELETE', path(viewer))).status, 200);
    assert.equal((await owner.call('PATCH', path(admin.member.id), { role: 'owner' })).status, 200);
  });

  it('of another partner are not there', async () => {
    const [one, two] = [await company(), await company()];
    const { id } = await makeMember(hubby, { roles: { [two.id]: 'viewer' } });
    const path = `${one.at}/members/${id}`;
    const [theirs, none] = [
      await one.owner.call('DELETE', path),
      await one.owner.call('DELETE', `${one.at}/members/mem_none`),
    ];
    assert.equal(theirs.status, 404);
    assert.equal(bare(theirs), bare(none));
    assert.equal((await one.owner.call('PATCH', path, { role: 'admin' })).status, 404);
  });

  it('of a suspended partner see what is there, and change nothing', async () => {
    const { owner, at, id } = await company();
    await hubby.operator('POST', `/partners/${id}/suspend`);
    assert.equal((await owner.call('GET', `${at}/members`)).status, 200);
    const body = { email: address(), role: 'viewer' };
    const refused = await owner.call('POST', `${at}/invitations`, body);
    assert.deepEqual([refused.status, refused.body.error.type], [403, 'permission_denied']);
    await hubby.operator('POST', `/partners/${id}/resume`);
    assert.equal((await owner.call('POST', `${at}/invitations`, body)).status, 201);
  });

  it('leave by themselves, whatever their role, and are signed out who belong nowhere', async () => {
    const [{ owner, id }, other] = [await company(), await company()];
    const viewer = await memberAt(hubby, {
      roles: { [id]: 'viewer', [other.id]: 'support' },
      operatorRole: 'finance',
    });
    const leave = async (browser: BrowserPage, place: string): Promise<string> => {
      const { status, body } = await browser.call('DELETE', `/me/memberships/${place}`);
      return `${status} ${body.error?.type ?? ''}`.trim();
    };
    assert.equal(await leave(viewer, id), '200');
    assert.equal(await leave(viewer, id), '404 not_found');
    assert.equal(await leave(viewer, 'nobody'), '404 not_found');
    assert.equal(await leave(viewer, 'installation'), '200');
    const { body } = await viewer.call('GET', '/session');
    assert.deepEqual(
      [body.data.memberships.map((one: Json) => one.partner_id), body.data.operator],
      [[other.id], null],
    );
    assert.equal(await leave(viewer, other.id), '200');
    assert.equal((await viewer.call('GET', '/session')).status, 401);
    assert.equal(await leave(owner, id), '409 last_owner');
    const left = (await acts(id)).filter((act) => act.subject === viewer.member.id);
    assert.deepEqual(
      left.map(({ action, actor_id }) => [action, actor_id]),
      [['member.removed', viewer.member.id]],
    );
  });

  it('keep an owner, and operators one of them', async () => {
    const { owner, at } = await company();
    const path = `${at}/members/${owner.member.id}`;
    for (const answer of [
      await owner.call('DELETE', path),
      await owner.call('PATCH', path, { role: 'admin' }),
    ])
      assert.deepEqual([answer.status, answer.body.error.type], [409, 'last_owner']);
    await hubby.sql('update members set operator_role = null');
    const operator = await memberAt(hubby, { operatorRole: 'operator' });
    const own = `/operator/members/${operator.member.id}`;
    assert.equal((await operator.call('DELETE', own)).status, 409);
    assert.equal((await operator.call('PATCH', own, { role: 'finance' })).status, 409);
  });

  it('keep an owner when all of them go at once', async () => {
    const { owner, at, id } = await company();
    const owners = [owner];
    for (let i = 0; i < 4; i++) owners.push(await memberAt(hubby, { roles: { [id]: 'owner' } }));
    const gone = await Promise.all(
      owners.map((one, i) =>
        i % 2 === 0
          ? one.call('DELETE', `${at}/members/${one.member.id}`)
          : one.call('PATCH', `${at}/members/${one.member.id}`, { role: 'viewer' }),
      ),
    );
    assert.deepEqual(gone.map(({ status }) => status).sort(), [200, 200, 200, 200, 409]);
    const left = await hubby.sql(
      `select 1 from memberships where partner_id = $1 and role = 'owner'`,
      [id],
    );
    assert.equal(left.length, 1);
  });

  it('whose role asks for a second factor from now on lose what a mailbox opened', async () => {
    const { owner, at, id } = await company();
    const { id: viewer } = await makeMember(hubby, { roles: { [id]: 'viewer' } });
    const mailed = await signedIn(hubby, viewer, { by: 'mail' });
    const keyed = await signedIn(hubby, viewer);
    const path = `${at}/members/${viewer}`;
    assert.equal((await owner.call('PATCH', path, { role: 'support' })).status, 200);
    assert.equal((await mailed.call('GET', '/session')).status, 200);
    assert.equal((await owner.call('PATCH', path, { role: 'admin' })).status, 200);
    assert.equal((await mailed.call('GET', '/session')).status, 401);
    assert.equal((await keyed.call('GET', '/session')).status, 200);
  });
});

describe('what is a member’s own', () => {
  it('is changed by them, and checked', async () => {
    const me = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'viewer' } });
    const wrong = await me.call('PATCH', '/me', { locale: 'not a tag', time_zone: 'Mars/Olympus' });
    assert.deepEqual(
      [wrong.status, wrong.body.error.details.map((d: Json) => d.field)],
      [400, ['locale', 'time_zone']],
    );
    const change = { name: 'Ada', locale: 'de', time_zone: 'Europe/Berlin' };
    assert.equal((await me.call('PATCH', '/me', change)).status, 200);
    assert.equal((await me.call('PATCH', '/me', { locale: null })).status, 200);
    const { member } = (await me.call('GET', '/session')).body.data;
    assert.deepEqual(
      [member.name, member.locale, member.time_zone],
      ['Ada', null, 'Europe/Berlin'],
    );
    const entries = (await acts(null)).filter((act) => act.subject === me.member.id);
    assert.equal(entries.length, 2);
    assert.ok(!JSON.stringify(entries).includes('Ada'), 'names are masked');
  });

  it('sessions: are listed, and ended one by one or all others at once', async () => {
    const me = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'viewer' } });
    const others = [
      await signedIn(hubby, me.member.id),
      await signedIn(hubby, me.member.id),
      await signedIn(hubby, me.member.id),
    ];
    const stranger = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'viewer' } });
    const { data } = (await me.call('GET', '/sessions')).body;
    assert.deepEqual(
      data.map((s: Json) => s.is_this),
      [false, false, false, true],
    );
    assert.deepEqual([data[3].user_agent, data[3].ip], ['Test browser', '127.0.0.1']);
    const [newest] = data;
    assert.equal((await stranger.call('DELETE', `/sessions/${newest.id}`)).status, 404);
    assert.equal((await me.call('DELETE', `/sessions/${newest.id}`)).status, 200);
    assert.equal((await others[2]!.call('GET', '/session')).status, 401);
    await openBrowser(hubby).call('POST', '/sign-in/mail', { email: me.member.email });
    assert.deepEqual((await me.call('DELETE', '/sessions')).body.data, { ended: 2 });
    assert.equal((await others[0]!.call('GET', '/session')).status, 401);
    assert.equal((await me.call('GET', '/session')).status, 200);
    assert.equal((await stranger.call('GET', '/session')).status, 200);
    const [link] = await hubby.sql('select used_at from member_links where member_id = $1', [
      me.member.id,
    ]);
    assert.ok(link.used_at !== null, 'a link that waits is ended too');
  });
});

describe('housekeeping', () => {
  it('forgets what has ended, and nothing that goes on', async () => {
    const { owner, at } = await company();
    const me = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'viewer' } });
    await openBrowser(hubby).call('POST', '/sign-in/mail', { email: me.member.email });
    await invite(owner, at, { email: address(), role: 'viewer' });
    const count = async (): Promise<number[]> => {
      const [row] = await hubby.sql(
        `select (select count(*)::int from member_sessions where member_id = $1) as sessions,
           (select count(*)::int from member_links where member_id = $1) as links,
           (select count(*)::int from member_invitations where invited_by = 'Olive Owner') as invitations`,
        [me.member.id],
      );
      return [row.sessions, row.links, row.invitations];
    };
    const before = await count();
    await forgetEnded(hubby.ctx);
    assert.deepEqual(await count(), before);
    await hubby.sql(`update member_links set expires_at = now() - interval '2 days'`);
    await hubby.sql(`update member_invitations set expires_at = now() - interval '91 days'`);
    await hubby.sql(
      `update member_sessions set ends_at = now() - interval '31 days' where member_id = $1`,
      [me.member.id],
    );
    await forgetEnded(hubby.ctx);
    assert.deepEqual(await count(), [0, 0, 0]);
  });
});
