/** What partners set of what they sell stands in the audit log, by keys and by people. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startHubby, type Answer, type Hubby } from '../harness.ts';
import { makeShows, type Shows } from '../support/audited.ts';
import { memberAt } from '../support/members.ts';

const BUNDLE = 'pkg_grc_1gb_365d';

let hubby: Hubby;
let shows: Shows;
before(async () => {
  hubby = await startHubby();
  shows = makeShows(hubby);
});
after(() => hubby.close());

const upload = (method: 'PUT' | 'POST', path: string, raw: string): Promise<Answer> =>
  hubby.call(method, path, undefined, { headers: { 'content-type': 'text/csv' }, raw });

it('prices of a partner are written down with before and after, by a key and by a member', async () => {
  const put = () =>
    hubby.call('PUT', '/api/prices', { prices: [{ bundle_id: BUNDLE, own_price: 8 }] });
  const made = await shows('putPrices', put, { isRepeatable: true });
  assert.deepEqual(
    [made.actor_kind, made.before, made.after],
    ['key', {}, { [BUNDLE]: { own_price: 8, currency: 'EUR' } }],
  );
  const file = await shows('importPrices', () =>
    upload('PUT', '/api/prices.csv', `bundle_id,own_price\n${BUNDLE},9.00\n`),
  );
  assert.deepEqual([file.before[BUNDLE].own_price, file.after[BUNDLE].own_price], [8, 9]);
  const owner = await memberAt(hubby, { roles: { [hubby.partner.partner_id]: 'owner' } });
  const byMember = await shows('putPrices', () =>
    owner.call('PUT', `/partners/${hubby.partner.partner_id}/prices`, {
      prices: [{ bundle_id: BUNDLE, own_price: null }],
    }),
  );
  assert.deepEqual(
    [byMember.actor_kind, byMember.actor_id, byMember.after],
    ['member', owner.member.id, {}],
  );
});

it('promo codes that are made, imported or cancelled are written down, without the codes', async () => {
  const asked = { destination: 'GR', size: '1GB' };
  const made = await shows('createCodeBatch', () =>
    hubby.call('POST', '/api/promo-code-batches', {
      name: 'Made',
      count: 3,
      valid_until: '2099-12-31',
      ...asked,
    }),
  );
  assert.match(made.subject!, /^pcb_/);
  assert.deepEqual(
    [made.before, made.after.name, made.after.codes, made.after.package],
    [null, 'Made', 3, asked],
  );
  const imported = await shows('importCodeBatch', () =>
    upload(
      'POST',
      '/api/promo-code-batches/import?name=Imported',
      'code,valid_until,destination,size\nAUDIT-1,2099-12-31,GR,1GB\n',
    ),
  );
  assert.deepEqual(imported.after, { name: 'Imported', codes: 1 });
  const cancelled = await shows(
    'cancelCodeBatch',
    () => hubby.call('POST', `/api/promo-code-batches/${made.subject}/cancel`),
    { isRepeatable: true },
  );
  assert.deepEqual(
    [cancelled.subject, cancelled.before, cancelled.after],
    [made.subject, null, { codes: 3 }],
  );
});
