/** A partner's branding is prepared as a draft, looked at, and published; logos are sent. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import type { CreatedPartner } from '../../src/domain/partners/managing/partners.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { entriesOf } from '../support/audited.ts';
import { memberAt, type BrowserPage } from '../support/members.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

type Place = { key: CreatedPartner; page: BrowserPage & { member: { id: string } } };
async function place(role: 'admin' | 'viewer' = 'admin'): Promise<Place> {
  const key = await hubby.newPartner();
  return { key, page: await memberAt(hubby, { roles: { [key.partner_id]: role } }) };
}
const ask = ({ key, page }: Place, method: string, path = '', body?: Json): Promise<Answer> =>
  page.call(method, `/partners/${key.partner_id}/brand${path}`, body);
const good = ({ status, text, body }: Answer): Json => {
  assert.equal(status, 200, text);
  return body.data;
};
const image = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 900, height: 90, channels: 3, background } })
    .png()
    .toBuffer();
const send = ({ key, page }: Place, bytes: Buffer): Promise<Answer> =>
  page.call('POST', `/partners/${key.partner_id}/settings/logos`, {
    image: bytes.toString('base64'),
  });
const look = (brand: Json, path: string): Promise<Answer> =>
  hubby.bare('GET', `${brand.preview.path}/${path}`, { headers: { accept: 'text/html' } });
const RED = { visual_identity: { default: { name: 'Red Wings', primary_color: '#cc0000' } } };

describe('a draft', () => {
  it('is saved beside what is in force, published with before and after, and gone then', async () => {
    const at = await place();
    const first = good(await ask(at, 'GET'));
    assert.deepEqual([first.draft, first.in_force], [null, { visual_identity: {} }]);
    const saved = good(await ask(at, 'PUT', '/draft', { revision: null, changes: RED }));
    assert.deepEqual(saved.draft.changes, RED);
    assert.deepEqual([saved.in_force, saved.brands[0].name], [first.in_force, 'Red Wings']);
    const { settings } = (await hubby.call('GET', '/api/settings', undefined, { key: at.key })).body
      .data;
    assert.deepEqual(settings.visual_identity, {});
    const { revision } = saved.draft;
    const published = good(await ask(at, 'POST', '/draft/publish', { revision }));
    assert.deepEqual([published.draft, published.in_force], [null, RED]);
    const entry = (await entriesOf(hubby)).at(-1)!;
    assert.deepEqual(
      [entry.action, entry.actor_id, entry.before, entry.after],
      ['brand.published', at.page.member.id, { visual_identity: {} }, RED],
    );
    const again = await ask(at, 'POST', '/draft/publish', { revision });
    assert.equal(again.status, 404, again.text);
  });

  it('is one for all: who saw another one changes and publishes nothing', async () => {
    const at = await place();
    const one = good(await ask(at, 'PUT', '/draft', { revision: null, changes: RED })).draft;
    assert.equal((await ask(at, 'PUT', '/draft', { revision: null, changes: {} })).status, 409);
    const legal = { legal: { terms: 'https://red.example/terms' } };
    const two = good(
      await ask(at, 'PUT', '/draft', { revision: one.revision, changes: { ...RED, ...legal } }),
    ).draft;
    for (const [method, path, body] of [
      ['PUT', '/draft', { revision: one.revision, changes: {} }],
      ['POST', '/draft/publish', { revision: one.revision }],
      ['POST', '/draft/discard', { revision: one.revision }],
    ] as const)
      assert.equal((await ask(at, method, path, body)).status, 409, path);
    const crowd = await Promise.all(
      Array.from({ length: 4 }, () =>
        ask(at, 'POST', '/draft/publish', { revision: two.revision }),
      ),
    );
    assert.deepEqual(crowd.map(({ status }) => status === 200).filter(Boolean), [true]);
    const entries = (await entriesOf(hubby)).filter(
      ({ action, partner_id }) => action === 'brand.published' && partner_id === at.key.partner_id,
    );
    assert.equal(entries.length, 1);
  });

  it('of what is in force already is none, and one that is discarded leaves nothing', async () => {
    const at = await place();
    const changes = { visual_identity: {}, legal: null, webview: null };
    assert.equal(good(await ask(at, 'PUT', '/draft', { revision: null, changes })).draft, null);
    const { revision } = good(
      await ask(at, 'PUT', '/draft', { revision: null, changes: RED }),
    ).draft;
    assert.equal(good(await ask(at, 'PUT', '/draft', { revision, changes })).draft, null);
    const again = good(await ask(at, 'PUT', '/draft', { revision: null, changes: RED })).draft;
    const left = good(await ask(at, 'POST', '/draft/discard', { revision: again.revision }));
    assert.deepEqual([left.draft, left.in_force], [null, { visual_identity: {} }]);
  });

  it('is checked like settings, holds nothing but the branding, and no origins', async () => {
    const at = await place();
    const wrong = await ask(at, 'PUT', '/draft', {
      revision: null,
      changes: {
        time_zone: 'UTC',
        visual_identity: { default: { primary_color: 'red', logo_url: 'upload:0000000000000000' } },
        webview: { origins: ['https://evil.example'], radius: 'huge' },
      },
    });
    assert.equal(wrong.status, 400);
    assert.deepEqual(wrong.body.error.details.map((d: Json) => d.field).sort(), [
      'time_zone',
      'visual_identity.default.logo_url',
      'visual_identity.default.primary_color',
      'webview.radius',
    ]);
    const origins = await ask(at, 'PUT', '/draft', {
      revision: null,
      changes: { webview: { origins: ['https://evil.example'] } },
    });
    assert.deepEqual(origins.body.error.details[0].field, 'webview.origins');
  });

  it('is read, and not changed, by who may only read; of another partner it is not there', async () => {
    const [at, other] = [await place('viewer'), await place()];
    good(await ask(at, 'GET'));
    for (const [method, path, body] of [
      ['PUT', '/draft', { revision: null, changes: RED }],
      ['POST', '/draft/publish', { revision: 'x' }],
      ['POST', '/draft/discard', { revision: 'x' }],
    ] as const)
      assert.equal((await ask(at, method, path, body)).status, 403, path);
    const theirs = { key: at.key, page: other.page };
    assert.equal((await ask(theirs, 'GET')).status, 404);
    assert.equal(
      (await ask(theirs, 'PUT', '/draft', { revision: null, changes: RED })).status,
      404,
    );
  });

  it('says where its colour cannot be read, and what is shown in its place', async () => {
    const at = await place();
    const { brands } = good(
      await ask(at, 'PUT', '/draft', {
        revision: null,
        changes: { visual_identity: { default: { primary_color: '#ffee88' } } },
      }),
    );
    const [{ scheme, color, ratio, shown_as: shown }, ...others] = brands[0].poor_contrasts;
    assert.deepEqual([scheme, color, others], ['light', '#ffee88', []]);
    assert.ok(ratio < 1.5 && /^#[0-9a-f]{6}$/.test(shown) && shown !== color);
  });
});

describe('a logo that is sent', () => {
  it('is made anew, drafted, published and shown from here', async () => {
    const at = await place();
    const sent = good(await send(at, await image('#3366cc')));
    assert.deepEqual([sent.width, sent.height], [600, 60]);
    assert.deepEqual(good(await send(at, await image('#3366cc'))), sent);
    const identity = { default: { logo_url: sent.logo_url } };
    const saved = good(
      await ask(at, 'PUT', '/draft', { revision: null, changes: { visual_identity: identity } }),
    );
    const drafted = await hubby.bare('GET', saved.brands[0].logo);
    assert.deepEqual([drafted.status, drafted.headers['content-type']], [200, 'image/png']);
    const { revision } = saved.draft;
    const { brands } = good(await ask(at, 'POST', '/draft/publish', { revision }));
    assert.equal((await hubby.bare('GET', brands[0].logo)).status, 200);
    assert.equal((await hubby.bare('GET', `/brand/${at.key.slug}/default.png`)).status, 200);
    // Others are sent and this one is forgotten: it is in force all the same, and stays publishable.
    for (let n = 0; n < 21; n++) good(await send(at, await image(`#0000${(n + 16).toString(16)}`)));
    assert.equal((await hubby.bare('GET', brands[0].logo)).status, 200);
    const kept = await hubby.sql(
      'select count(*)::int as n from brand_uploads where partner_id = $1',
      [at.key.partner_id],
    );
    assert.equal(kept[0].n, 20);
    const path = `/partners/${at.key.partner_id}/settings`;
    const changed = await at.page.call('PATCH', path, {
      visual_identity: { default: { ...identity.default, name: 'Blue' } },
    });
    assert.equal(changed.status, 200, changed.text);
  });

  it('is an image of its own partner’s, or refused', async () => {
    const [at, other] = [await place(), await place()];
    const refused = await send(at, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
    assert.deepEqual(
      [refused.status, refused.body.error.details[0].field],
      [400, 'image'],
      refused.text,
    );
    const sent = good(await send(at, await image('#123456')));
    const changes = { visual_identity: { default: { logo_url: sent.logo_url } } };
    const theirs = await ask(other, 'PUT', '/draft', { revision: null, changes });
    assert.equal(theirs.status, 400);
    const key = other.key;
    const direct = await hubby.call('PATCH', '/api/settings', changes, { key });
    assert.deepEqual(
      [direct.status, direct.body.error.details[0].field],
      [400, 'visual_identity.default.logo_url'],
    );
    const hash = sent.logo_url.slice('upload:'.length);
    assert.equal((await hubby.bare('GET', `/brand/${key.slug}/uploads/${hash}.png`)).status, 404);
  });
});

describe('a preview', () => {
  it('shows the draft as the real pages do, in the scheme that is asked for, and to nobody else', async () => {
    const at = await place();
    const saved = good(
      await ask(at, 'PUT', '/draft', {
        revision: null,
        changes: {
          visual_identity: { default: { name: 'Draft & Sons', primary_color: '#cc0000' } },
          webview: { texts: { welcome: { de: 'Willkommen an Bord' } }, radius: 'none' },
          message_templates: { booking_confirmation: { subject: 'Hi', intro: 'Hello {name}!' } },
        },
      }),
    );
    const claim = await look(saved, 'claim?scheme=dark&lang=de');
    assert.equal(claim.status, 200, claim.text);
    assert.match(claim.text, /lang="de/);
    assert.match(claim.text, /Draft &amp; Sons/);
    assert.match(claim.text, /--brand:#cc0000/);
    assert.doesNotMatch(claim.text, /prefers-color-scheme|page\.css/);
    const light = await look(saved, 'claim?scheme=light&lang=de');
    assert.match(light.text, /@media not all/);
    assert.doesNotMatch(light.text, /@media all/);
    const mail = await look(saved, 'mail?kind=booking_confirmation&scheme=dark&lang=en');
    assert.match(mail.text, /Hello .*Sanne.*!/);
    const webview = await look(saved, 'webview/home-ready/?lang=de');
    assert.match(webview.text, /Willkommen an Bord/);
    assert.match(webview.text, /--radius:0/);
    for (const [page, { headers }] of Object.entries({ claim, mail, webview })) {
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /^sandbox(;| allow-scripts;)/, page);
      assert.match(policy, /frame-ancestors 'self'$|frame-ancestors 'self';/, page);
      assert.doesNotMatch(policy, /allow-same-origin|frame-ancestors 'none'/, page);
    }
    assert.doesNotMatch(String(claim.headers['content-security-policy']), /allow-scripts/);
    const { path } = saved.preview;
    const forged = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A');
    const ended = await hubby.bare('GET', `${forged}x/claim`, { headers: { accept: 'text/html' } });
    assert.equal(ended.status, 404);
    const other = await place();
    const swapped = path.replace(at.key.partner_id, other.key.partner_id);
    assert.equal(
      (await hubby.bare('GET', `${swapped}/claim`, { headers: { accept: 'text/html' } })).status,
      404,
    );
  });
});
