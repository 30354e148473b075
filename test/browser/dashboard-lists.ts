/** A developer in front of the dashboard, and a partner at whom things happen. */
import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { EventType } from '../../src/domain/webhooks/events.ts';
import { recordEvents } from '../../src/domain/webhooks/record-event.ts';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { EVENTS } from '../../src/domain/webhooks/events.ts';
import { newId } from '../../src/ids.ts';
import { until } from '../faults/checks.ts';
import { startHubby, type Hubby } from '../harness.ts';
import { makeMember, signedIn, type Person } from '../support/members.ts';
import type { Receiver } from '../support/receiver.ts';
import type { PartnerRole } from '../../src/domain/members/permissions.ts';
import { openDashboard, type Opened } from './dashboard.ts';
import type { Size } from './browser.ts';

/** One that keeps requests, however busy the machine of the tests is, and posts to receivers here. */
export const startLists = (): Promise<Hubby> =>
  startHubby({
    env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1', HUBBY_REQUEST_LOG_DAYS: '30' },
    context: { loopLag: { ms: () => 0, close() {} } },
  });

/** Signed in already: how, other tests look at. */
export async function developerAt(
  hubby: Hubby,
  browser: Browser,
  partner: { partner_id: string },
  {
    role = 'developer',
    seesPeople = true,
    ...options
  }: Partial<BrowserContextOptions> & {
    size?: Size;
    role?: PartnerRole;
    seesPeople?: boolean;
  } = {},
): Promise<Opened> {
  const person = { name: 'Dee', roles: { [partner.partner_id]: role } };
  return (await personAt(hubby, browser, person, { ...options, seesPeople })).opened;
}

/** Whoever it is, signed in already. */
export async function personAt(
  hubby: Hubby,
  browser: Browser,
  person: Person,
  {
    seesPeople = true,
    ...options
  }: Partial<BrowserContextOptions> & { size?: Size; seesPeople?: boolean },
): Promise<{ opened: Opened; memberId: string }> {
  const { id } = await makeMember(hubby, person);
  const { cookies } = await signedIn(hubby, id, { seesPeople });
  const opened = await openDashboard(browser, { size: 'desktop', ...options });
  await opened.page.context().addCookies(
    [...cookies].map(([name, value]) => ({
      name,
      value,
      url: hubby.url.replace('127.0.0.1', 'localhost'),
    })),
  );
  return { opened, memberId: id };
}

/** So many events, each about a subject of its own, planned as the operation that tells of it does. */
export async function happen(
  hubby: Hubby,
  { partner_id: partnerId }: CreatedPartner,
  types: readonly EventType[],
): Promise<void> {
  const isDue = await hubby.ctx.db.partnerTx(partnerId, (tx) =>
    recordEvents(
      tx,
      types.map((type) => ({
        partnerId,
        type,
        entityId: newId('epk'),
        sequence: 1,
        at: hubby.ctx.clock.now(),
        data: EVENTS[type].example,
      })),
    ),
  );
  if (isDue) hubby.ctx.wake('deliveries');
}

let paths = 0;
/** With an endpoint at the receiver. */
export async function partnerWith(hubby: Hubby, receiver: Receiver): Promise<CreatedPartner> {
  const partner = await hubby.newPartner();
  const { status, text } = await hubby.call(
    'PUT',
    '/api/webhooks/settings',
    { url: `${receiver.url}/of/${++paths}` },
    { key: partner },
  );
  assert.equal(status, 200, text);
  return partner;
}

/** A booking without what it needs, as the log knows it: answers its id there. */
export async function requestOnce(hubby: Hubby, partner: CreatedPartner): Promise<string> {
  const booking = { departure_date: 'soon', package_specifications: [{ destination: 'GR' }] };
  const { status, body } = await hubby.call('POST', '/api/bookings', booking, { key: partner });
  assert.equal(status, 400);
  const id = body.error.request_id as string;
  await until(
    'the log has it',
    async () => (await hubby.sql('select 1 from api_requests where id = $1', [id])).length === 1,
  );
  return id;
}
