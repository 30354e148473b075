/** What is done with files of bookings stands in the audit log, by keys and by people. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startHubby, type Hubby } from '../harness.ts';
import { entriesOf, makeShows, type Shows } from '../support/audited.ts';
import { act, fileOf, goodRow, send } from '../support/imports.ts';
import { memberAt } from '../support/members.ts';

let hubby: Hubby;
let shows: Shows;
before(async () => {
  hubby = await startHubby();
  shows = makeShows(hubby);
});
after(() => hubby.close());

it('an import is made, mapped, run and cancelled by a key; columns and cells stay out', async () => {
  const made = await shows('createImport', () => send(hubby, fileOf(goodRow())));
  const id = made.subject!;
  assert.deepEqual([made.actor_kind, made.after], ['key', { rows: 1, columns: 5 }]);
  await hubby.drain();
  const map = {
    booking_id: 'booking_id',
    departure_date: 'departure_date',
    destination: 'destination',
    external_user_id: 'external_user_id',
  };
  const mapped = await shows('mapImport', () => act(hubby, id, 'map', { map }));
  assert.deepEqual(mapped.after, { was: 'checked', state: 'checking', fields: Object.keys(map) });
  await hubby.drain();
  const run = await shows('runImport', () => act(hubby, id, 'run'));
  assert.deepEqual([run.subject, run.after.state], [id, 'running']);
  const cancelled = await shows('cancelImport', () => act(hubby, id, 'cancel'));
  assert.deepEqual([cancelled.after.was, cancelled.after.state], ['running', 'cancelled']);
});

it('an import of a member is theirs', async () => {
  const browser = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'support' } });
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const sent = await hubby.bare('POST', `/web-api/partners/${hubby.partner.partner_id}/imports`, {
    headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'text/csv' },
    body: fileOf(goodRow()),
  });
  assert.equal(sent.status, 202, sent.text);
  const entry = (await entriesOf(hubby)).find(({ subject }) => subject === sent.body.data.id)!;
  assert.deepEqual(
    [entry.action, entry.actor_kind, entry.actor_id],
    ['import.made', 'member', browser.member.id],
  );
});
