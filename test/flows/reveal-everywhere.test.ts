/**
 * No private route shows a traveler's address to a browser whose member has not asked to see people:
 * found by the declarations, so that one which comes later is tried too.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { PrivateRoute } from '../../src/api/callers/member.ts';
import { webApi } from '../../src/web-api/index.ts';
import { IN_A_YEAR, user, type Answer, type Hubby, type Json } from '../harness.ts';
import { made as importMade } from '../support/imports.ts';
import { makeMember, signedIn, type BrowserPage } from '../support/members.ts';
import { keptCall, startKeeping } from '../support/request-log.ts';

const name = user();
const EMAIL = `${name}@traveler.example`;
/** What it is that a route is asked about, by the beginning of its address below the partner. */
let ids: Record<string, string>;
let hubby: Hubby;
let owner: BrowserPage & { id: string };

/** These show whole letters and files, and the audit log says who read them, or they are ours back. */
const WHOLE: Readonly<Record<string, string>> = {
  getPartnerMail: 'audited: it is read in one piece',
  getSandboxMail: 'a letter to somebody invented, for its codes and links',
  getSandboxMailHtml: 'the same',
  exportPartnerTravelers: 'audited',
  getPartnerImportResult: 'the file that a member sent, with what became of it',
};

before(async () => {
  hubby = await startKeeping();
  const partnerId = hubby.partner.partner_id;
  const booked = await keptCall(hubby, 'POST', '/api/bookings', {
    booking_id: `TRIP-${name}`,
    departure_date: IN_A_YEAR,
    email: EMAIL,
    full_name: 'Ada Lovelace',
    communication_options: { should_send_message: true, channels: ['EMAIL'] },
    package_specifications: [
      { external_user_id: name, email: EMAIL, destination: 'GR', size: '1GB' },
      { email: EMAIL, destination: 'GR', size: '1GB' },
    ],
  });
  assert.equal(booked.status, 201, booked.text);
  await hubby.drain();
  const importId = await importMade(
    hubby,
    `booking_id,departure_date,email,external_user_id,destination,size\n` +
      `X-1,${EMAIL},${EMAIL},${name},${EMAIL},1GB\n`,
  );
  await hubby.drain();
  const one = async (text: string): Promise<string> => (await hubby.sql(text, [partnerId]))[0].id;
  const message = await one('select id from messages where partner_id = $1');
  await hubby.sql(
    `insert into suppressed_recipients (partner_id, recipient, reason, message_id, suppressed_at)
     select $1, x, 'bounced', $2, now() from unnest($3::text[]) x`,
    [partnerId, message, [EMAIL, `a-${EMAIL}`, '+4915112345678']],
  );
  const event = await one('select id from events where partner_id = $1');
  ids = {
    bookings: booked.body.data.id,
    travelers: await one('select id from travelers where partner_id = $1'),
    messages: message,
    sandbox: message,
    events: event,
    deliveries: event,
    requests: String(booked.headers['x-request-id']),
    imports: importId,
  };
  const { id } = await makeMember(hubby, { roles: { [partnerId]: 'owner' } });
  owner = { ...(await signedIn(hubby, id, { seesPeople: false })), id };
});
after(() => hubby.close());

const isAsked = ({ method, url, streams }: PrivateRoute): boolean =>
  method === 'GET' && url.includes('/partners/:partner/') && streams !== true;
const pathOf = ({ url }: PrivateRoute): string => {
  const about = url.split('/:partner/')[1]!.split('/')[0]!;
  return url
    .replace('/web-api', '')
    .replace(':partner', hubby.partner.partner_id)
    .replaceAll(/:[a-z_]+/g, ids[about] ?? 'nobody');
};
/** With a word to look for where the route wants one. */
const ask = (route: PrivateRoute, who: BrowserPage): Promise<Answer> => {
  const wanted = (route.query as Json)?.required?.includes('q') === true;
  return who.call('GET', `${pathOf(route)}${wanted ? `?q=${name}` : ''}`);
};
const reveal = (isOn: boolean): Promise<Answer> =>
  owner.call(
    isOn ? 'POST' : 'DELETE',
    `/partners/${hubby.partner.partner_id}/reveal`,
    isOn ? { where: 'travelers' } : undefined,
  );
const suppressions = async (query = ''): Promise<Json> => {
  const answer = await owner.call(
    'GET',
    `/partners/${hubby.partner.partner_id}/suppressions${query}`,
  );
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data;
};

describe('people on all screens', () => {
  it('are masked wherever they stand, until a member asks', async () => {
    const shown: string[] = [];
    const routes = webApi.filter(isAsked);
    assert.ok(routes.length > 30, `${routes.length} routes`);
    for (const route of routes.filter(({ operationId }) => !Object.hasOwn(WHOLE, operationId))) {
      const { text, status } = await ask(route, owner);
      assert.ok(status < 500, `${route.operationId}: ${text}`);
      assert.ok(!text.includes(EMAIL), `${route.operationId}: an address`);
      assert.ok(!text.includes('Lovelace'), `${route.operationId}: a name`);
    }
    await reveal(true);
    for (const route of routes) {
      const { text } = await ask(route, owner);
      if (text.includes(EMAIL)) shown.push(route.operationId);
    }
    await reveal(false);
    // Else nothing that is looked at here has people in it.
    for (const one of [
      'listSuppressionsAsMember',
      'getPartnerRequest',
      'listPartnerBookings',
      'exportPartnerBookings',
      'getPartnerTimeline',
      'listPartnerMessages',
      'listSandboxMails',
      'getPartnerImport',
    ])
      assert.ok(shown.includes(one), `${one}: nothing to mask; there is in ${shown.join(' ')}`);
  });

  it('have no address in the places of pages of held-back ones either', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await suppressions(`?limit=1${cursor && `&cursor=${cursor}`}`);
      assert.ok(!JSON.stringify(page).includes(name), JSON.stringify(page));
      seen.push(...page.suppressions.map((s: Json) => s.recipient));
      cursor = page.next_cursor;
    }
    assert.deepEqual(seen, ['[personal]', 'a…@traveler.example', `${name[0]}…@traveler.example`]);
    const wrong = await suppressions('?cursor=eA');
    assert.equal(wrong.suppressions.length, 3, 'what is no place begins anew');
    await reveal(true);
    const { suppressions: all } = await suppressions();
    await reveal(false);
    assert.deepEqual(
      all.map((s: Json) => s.recipient),
      ['+4915112345678', `a-${EMAIL}`, EMAIL],
    );
  });
});
