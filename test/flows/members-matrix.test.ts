/**
 * Every private route with every role: found by the declarations, so that one which comes later is
 * tried too.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Access, PrivateRoute } from '../../src/api/callers/member.ts';
import { STAGES } from '../../src/domain/members/member.ts';
import {
  NEEDS_FRESH,
  OPERATOR_ROLES,
  operatorPermissionsOf,
  PARTNER_ROLES,
  permissionsOf,
  type Permission,
} from '../../src/domain/members/permissions.ts';
import { webApi } from '../../src/web-api/index.ts';
import { startHubby, type Answer, type Hubby } from '../harness.ts';
import { openBriefly } from '../support/event-stream.ts';
import { makeMember, openBrowser, signedIn, type BrowserPage } from '../support/members.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
beforeEach(() => hubby.sql('delete from abuse_counters'));
after(() => hubby.close());

type Of<B extends Access['by']> = PrivateRoute & { access: Extract<Access, { by: B }> };
const routesBy = <B extends Access['by']>(by: B): Of<B>[] =>
  webApi.filter((route): route is Of<B> => route.access.by === by);
const isOfPartner = ({ url }: PrivateRoute): boolean => url.includes('/:partner');
const nameOf = ({ method, url }: PrivateRoute): string => `${method} ${url}`;

/** As it is called where nothing has such an id and nothing is sent: whoever may, meets that. */
const call = (
  route: PrivateRoute,
  browser: BrowserPage,
  partnerId = hubby.partner.partner_id,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const path = route.url
    .replace('/web-api', '')
    .replace(':partner', partnerId)
    .replaceAll(/:[a-z_]+/g, 'nobody');
  if (route.streams === true) return openBriefly(hubby, browser, path);
  return browser.call(route.method, path, route.body === undefined ? undefined : {}, headers);
};
/** Without what every answer has of its own. */
const bare = ({ status, text, body }: Answer): string =>
  `${status} ${text.replace(body.error?.request_id ?? '', '')}`;
const whyOf = ({ status, body }: Answer): string => `${status} ${body?.error?.type}`;

describe('private routes', () => {
  it('each name their permission, or are of oneself or of signing in', () => {
    assert.ok(webApi.length >= 20, `${webApi.length} routes`);
    const names = new Set(webApi.map(({ operationId }) => operationId));
    assert.equal(names.size, webApi.length, 'each operation has a name of its own');
    for (const route of webApi) {
      assert.match(route.url, /^\/web-api\//, nameOf(route));
      assert.ok(
        ['permission', 'own', 'stage', 'sign_in'].includes(route.access?.by),
        `${nameOf(route)} names no permission`,
      );
      if (route.access.by !== 'permission') {
        assert.ok(!isOfPartner(route), `${nameOf(route)} is a partner's, and asks for nothing`);
        assert.ok(!route.url.startsWith('/web-api/operator'), nameOf(route));
        continue;
      }
      const { permission, isFresh } = route.access;
      const isOperators = permission.startsWith('operator.');
      const prefix = isOperators ? '/web-api/operator/' : '/web-api/partners/:partner/';
      assert.ok(route.url.startsWith(prefix), `${nameOf(route)}: ${permission}`);
      if (NEEDS_FRESH.has(permission)) assert.ok(isFresh, nameOf(route));
    }
  });

  it('are declared in no other way', () => {
    for (const file of globSync('src/web-api/**/*.ts', { cwd: ROOT }))
      for (const [, from] of readFileSync(`${ROOT}${file}`, 'utf8').matchAll(/from '([^']+)'/g))
        assert.doesNotMatch(from!, /api\/callers\/(?!(?:member|twins)\.ts)|route\/add-route/, file);
  });

  it('answer 401 without a session, and say nothing more', async () => {
    const answers = new Set<string>();
    for (const route of webApi.filter(({ access }) => access.by !== 'sign_in'))
      answers.add(bare(await call(route, openBrowser(hubby))));
    assert.equal(answers.size, 1);
    assert.match([...answers][0]!, /^401 .*session_ended/);
  });

  it('change nothing for another page', async () => {
    const { id } = await makeMember(hubby, { operatorRole: 'operator' });
    const browser = await signedIn(hubby, id);
    for (const route of webApi.filter(({ method }) => method !== 'GET')) {
      const answer = await call(route, browser, undefined, { 'sec-fetch-site': 'cross-site' });
      assert.equal(whyOf(answer), '403 forbidden_origin', nameOf(route));
    }
  });

  it('open to a sign-in that is not whole only what completes it', async () => {
    const { id } = await makeMember(hubby, {
      roles: { [hubby.partner.partner_id]: 'owner' },
      operatorRole: 'operator',
    });
    for (const stage of STAGES) {
      const browser = await signedIn(hubby, id);
      await hubby.sql('update member_sessions set stage = $2 where member_id = $1', [id, stage]);
      for (const route of webApi) {
        const { access } = route;
        if (access.by === 'sign_in') continue;
        const stages = access.by === 'stage' ? access.stages : ['full'];
        if (stages.includes(stage)) continue;
        const answer = await call(route, browser);
        assert.equal(whyOf(answer), '403 sign_in_incomplete', `${nameOf(route)} ${stage}`);
        assert.equal(answer.body.error.stage, stage);
      }
    }
  });

  it('ask for a fresh sign-in where they say so', async () => {
    const { id } = await makeMember(hubby, {
      roles: { [hubby.partner.partner_id]: 'owner' },
      operatorRole: 'operator',
    });
    const browser = await signedIn(hubby, id);
    await hubby.sql(
      `update member_sessions set fresh_at = now() - interval '10 minutes' where member_id = $1`,
      [id],
    );
    for (const route of webApi) {
      const { access } = route;
      if (!('isFresh' in access) || !access.isFresh || route.method === 'GET') continue;
      assert.equal(whyOf(await call(route, browser)), '403 fresh_sign_in_required', nameOf(route));
    }
  });
});

describe('what a role may do', () => {
  const tryAll = async (browser: BrowserPage, held: ReadonlySet<Permission>): Promise<void> => {
    for (const route of routesBy('permission')) {
      const { permission } = route.access;
      if (permission.startsWith('operator.') !== [...held][0]!.startsWith('operator.')) continue;
      const answer = await call(route, browser);
      if (held.has(permission))
        assert.ok(![401, 403].includes(answer.status), `${nameOf(route)}: ${answer.text}`);
      else {
        assert.equal(whyOf(answer), '403 permission_denied', nameOf(route));
        assert.equal(answer.body.error.permission, permission);
      }
    }
  };

  for (const role of PARTNER_ROLES)
    it(`of a partner, as ${role}: what its permissions say, of this partner alone`, async () => {
      const { id } = await makeMember(hubby, { roles: { [hubby.partner.partner_id]: role } });
      const browser = await signedIn(hubby, id);
      await tryAll(browser, permissionsOf(role, true));
      const other = await hubby.newPartner();
      for (const route of routesBy('permission')) {
        const [theirs, none] = [
          await call(route, browser, other.partner_id),
          await call(route, browser, 'prt_none'),
        ];
        if (isOfPartner(route)) assert.match(bare(theirs), /^404 .*"not_found"/, nameOf(route));
        else assert.equal(theirs.status, 404, nameOf(route));
        assert.equal(bare(theirs), bare(none));
      }
    });

  for (const role of OPERATOR_ROLES)
    it(`of the installation, as ${role}: what its permissions say, and nothing of partners`, async () => {
      const { id } = await makeMember(hubby, { operatorRole: role });
      const browser = await signedIn(hubby, id);
      await tryAll(browser, operatorPermissionsOf(role));
      for (const route of routesBy('permission').filter(isOfPartner))
        assert.equal((await call(route, browser)).status, 404, nameOf(route));
    });

  it('is in force with the next request when it is taken away, or given', async () => {
    const { partner_id } = hubby.partner;
    const { id } = await makeMember(hubby, { roles: { [partner_id]: 'admin' } });
    const browser = await signedIn(hubby, id);
    const path = `/partners/${partner_id}/members`;
    assert.equal((await browser.call('GET', path)).status, 200);
    await hubby.sql(`update memberships set role = 'viewer' where member_id = $1`, [id]);
    assert.equal((await browser.call('GET', path)).status, 403);
    await hubby.sql(`update memberships set role = 'admin' where member_id = $1`, [id]);
    assert.equal((await browser.call('GET', path)).status, 200);
    await hubby.sql('delete from memberships where member_id = $1', [id]);
    assert.equal((await browser.call('GET', path)).status, 404);
  });

  it('is little more in production than reading, for a developer', () => {
    const more = [...permissionsOf('developer', true)].filter(
      (one) => !permissionsOf('developer', false).has(one),
    );
    assert.deepEqual(more, ['bookings.act', 'settings.write', 'keys.make', 'bodies.read']);
    for (const role of PARTNER_ROLES.filter((one) => one !== 'developer'))
      assert.deepEqual(permissionsOf(role, true), permissionsOf(role, false), role);
  });
});

describe('a session by the directory of a partner', () => {
  it('holds what the member is of that partner, and nothing of their own', async () => {
    const other = await hubby.newPartner();
    const { partner_id } = hubby.partner;
    const { id } = await makeMember(hubby, {
      roles: { [partner_id]: 'viewer', [other.partner_id]: 'owner' },
      operatorRole: 'operator',
    });
    const browser = await signedIn(hubby, id, { by: 'sso', partnerId: partner_id });
    const { data } = (await browser.call('GET', '/session')).body;
    assert.deepEqual(
      [data.operator, data.memberships.map((one: { partner_id: string }) => one.partner_id)],
      [null, [partner_id]],
    );
    for (const route of routesBy('permission')) {
      const isOurs =
        isOfPartner(route) && permissionsOf('viewer', true).has(route.access.permission as never);
      const answer = await call(route, browser, isOurs ? other.partner_id : undefined);
      assert.ok([403, 404].includes(answer.status), `${nameOf(route)}: ${answer.text}`);
    }
    for (const route of routesBy('own').filter(({ access }) => !access.takesSso))
      assert.equal(whyOf(await call(route, browser)), '403 permission_denied', nameOf(route));
  });

  it('is the only one that holds a membership of that directory', async () => {
    const { partner_id } = hubby.partner;
    const { id } = await makeMember(hubby, { roles: { [partner_id]: 'owner' } });
    await hubby.sql('update memberships set by_sso = true where member_id = $1', [id]);
    const path = `/partners/${partner_id}/members`;
    const sso = await signedIn(hubby, id, { by: 'sso', partnerId: partner_id });
    assert.equal((await sso.call('GET', path)).status, 200);
    const own = await signedIn(hubby, id);
    assert.equal((await own.call('GET', path)).status, 404);
  });
});
