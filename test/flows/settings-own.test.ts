/** What a partner reads and changes of its own settings, by a key and on the screens. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { entriesOf } from '../support/audited.ts';
import { memberAt } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const change = (key: CreatedPartner, body: Json): Promise<Answer> =>
  hubby.call('PATCH', '/api/settings', body, { key });
const inForce = async (key: CreatedPartner): Promise<Json> => {
  const answer = await hubby.call('GET', '/api/settings', undefined, { key });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.data.settings;
};
const problems = ({ status, body }: Answer): [number, string[]] => [
  status,
  (body.error?.details ?? []).map((d: Json) => d.field).sort(),
];

describe('a partner’s own settings', () => {
  it('are shown with defaults, changed key by key, and go back to the default by null', async () => {
    const key = await hubby.newPartner();
    const first = await inForce(key);
    assert.deepEqual([first.time_zone, first.cutoff_days, first.schedules.length], ['UTC', 7, 4]);
    const changed = await change(key, {
      time_zone: 'Asia/Tokyo',
      visual_identity: { default: { name: 'Sun', primary_color: '#aa0000' } },
    });
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual(changed.body.data.settings, await inForce(key));
    assert.equal((await inForce(key)).visual_identity.default.name, 'Sun');
    assert.equal((await change(key, { time_zone: null })).body.data.settings.time_zone, 'UTC');
    assert.equal((await inForce(key)).visual_identity.default.name, 'Sun');
  });

  it('are another partner’s neither to see nor to change', async () => {
    const [one, other] = [await hubby.newPartner(), await hubby.newPartner()];
    await change(one, { locale: 'de' });
    assert.equal((await inForce(other)).locale, 'en');
  });

  it('are refused whole, naming every bad field and what is the operator’s', async () => {
    const key = await hubby.newPartner();
    const wrong = await change(key, { time_zone: 'Mars/Base', cutoff_days: 0, locale: 'de' });
    assert.deepEqual(problems(wrong), [400, ['cutoff_days', 'time_zone']]);
    const foreign = await change(key, {
      store: { enabled: true },
      currency: null,
      sandbox_telco: 'wholesaler',
      webhook_settings: null,
    });
    assert.deepEqual(problems(foreign), [
      400,
      ['currency', 'sandbox_telco', 'store', 'webhook_settings'],
    ]);
    assert.equal((await inForce(key)).locale, 'en');
    const bare = await hubby.bare('PATCH', '/api/settings', {
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal(bare.status, 401);
  });

  it('keep what others set in them, whatever is changed around it', async () => {
    const key = await hubby.newPartner();
    const mail = { from: { address: 'hello@sun.example' }, reply_to: 'a@sun.example' };
    const webview = { origins: ['https://www.sun.example'], scheme: 'dark' };
    const set = await hubby.operator('PATCH', `/partners/${key.partner_id}/settings`, {
      mail,
      webview,
    });
    assert.equal(set.status, 200, set.text);
    const changed = await change(key, {
      mail: { reply_to: 'b@sun.example' },
      webview: { scheme: 'light' },
    });
    assert.equal(changed.status, 200, changed.text);
    const now = await inForce(key);
    assert.deepEqual(now.mail, { ...mail, reply_to: 'b@sun.example' });
    assert.deepEqual(now.webview, { ...webview, scheme: 'light' });
    assert.equal((await change(key, { webview: now.webview, mail: now.mail })).status, 200);
    assert.deepEqual((await change(key, { webview: null })).body.data.settings.webview, {
      origins: webview.origins,
    });
    assert.deepEqual(
      problems(
        await change(key, {
          webview: { origins: ['https://evil.example'] },
          mail: { from: { address: 'ceo@bank.example' } },
        }),
      ),
      [400, ['mail.from', 'webview.origins']],
    );
  });
});

describe('on the screens', () => {
  it('who may read them reads them, who may write them writes, and origins are an owner’s', async () => {
    const key = await hubby.newPartner();
    const path = `/partners/${key.partner_id}`;
    const at = (role: 'owner' | 'admin' | 'viewer') =>
      memberAt(hubby, { roles: { [key.partner_id]: role } });
    const [owner, admin, viewer] = [await at('owner'), await at('admin'), await at('viewer')];
    assert.equal((await viewer.call('GET', `${path}/settings`)).status, 200);
    assert.equal((await viewer.call('PATCH', `${path}/settings`, { locale: 'de' })).status, 403);
    const changed = await admin.call('PATCH', `${path}/settings`, { locale: 'de' });
    assert.equal(changed.body.data.settings.locale, 'de', changed.text);
    const origins = ['https://www.sun.example'];
    assert.equal((await admin.call('PUT', `${path}/origins`, { origins })).status, 403);
    assert.equal((await owner.call('PUT', `${path}/origins`, { origins: ['*'] })).status, 400);
    assert.equal((await owner.call('PUT', `${path}/origins`, {})).status, 400);
    const set = await owner.call('PUT', `${path}/origins`, { origins });
    assert.deepEqual([set.status, set.body.data], [200, { origins }], set.text);
    assert.deepEqual((await inForce(key)).webview, { origins });
    await admin.call('PATCH', `${path}/settings`, { webview: { font: 'serif' } });
    await owner.call('PUT', `${path}/origins`, { origins: [] });
    assert.deepEqual((await inForce(key)).webview, { origins: [], font: 'serif' });
    const mine = (await entriesOf(hubby)).filter(({ actor_id }) => actor_id === owner.member.id);
    assert.deepEqual(
      mine.map(({ action, before, after }) => [action, before, after]),
      [
        ['settings.changed', {}, { webview: { origins } }],
        ['settings.changed', { webview: { origins } }, { webview: { origins: [] } }],
      ],
    );
  });
});
