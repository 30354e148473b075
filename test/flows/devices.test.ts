/** Which phones take an eSIM: asked, listed and imported over HTTP. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { importDevices } from '../../src/domain/device-models/import-devices.ts';
import { createOperatorToken } from '../../src/domain/partners/keys/operator-tokens.ts';
import { openRuntime } from '../../src/runtime.ts';
import { makeSecrets } from '../../src/secrets.ts';
import { start } from '../support/cli.ts';
import { until } from '../faults/checks.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';
import { bySystem } from '../../src/domain/actor.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const PATH = '/api/native/device-compatibility';
const HEADER = 'brand,model,is_compatible,codes,notes,source\n';
const ask = (phone_brand: unknown, phone_model: unknown): Promise<Answer> =>
  hubby.call('POST', PATH, { phone_brand, phone_model });
const list = (query = '', headers: Record<string, string> = {}): Promise<Answer> =>
  hubby.call('GET', `${PATH}${query}`, undefined, { headers });
const names = (a: Answer): string[] =>
  a.body.data.devices.map((d: Json) => `${d.phone_brand} ${d.phone_model}`);
const importing = (lines: string): Promise<Answer> =>
  hubby.operator('POST', '/devices/import', HEADER + lines);
/** Leaves one line that changes nothing for the other tests. */
const importNothing = (): Promise<Answer> => importing('Nobody,Nothing,false,,,');

describe('asking for one device', () => {
  it('answers the call of the reference', async () => {
    assert.deepEqual((await ask('Google', 'Pixel 10')).body, {
      success: true,
      data: {
        phone_brand: 'Google',
        phone_model: 'Pixel 10',
        is_compatible: true,
        confidence: 'listed',
        device: 'Google Pixel 10',
        notes: [],
      },
    });
  });

  it('says what is special in the language asked for, else in that of the partner', async () => {
    const dutch = await hubby.newPartner('Vlieg Weg', { locale: 'nl-NL' });
    for (const [key, locale, language, words] of [
      [hubby.partner, undefined, 'en', /^This one was sold in South Korea/],
      [hubby.partner, 'de_CH', 'de-CH', /^Dieses Gerät wurde in Südkorea verkauft/],
      [hubby.partner, 'xx', 'en', /^This one/],
      [dutch, undefined, 'nl-NL', /^Dit toestel is verkocht in Zuid-Korea/],
      [dutch, null, 'nl-NL', /^Dit toestel/],
      [dutch, 'ko', 'ko-KR', /한국에서 판매된/],
    ] as const) {
      const body = { phone_brand: 'Samsung', phone_model: 'SM-G991N', locale };
      const { body: answer, headers } = await hubby.call('POST', PATH, body, { key });
      assert.match(answer.data.notes[0], words);
      assert.equal(headers['content-language'], language);
    }
  });

  it('echoes what was sent and is false for what nobody knows', async () => {
    const rows: [string, string, boolean, string, string | null][] = [
      ['samsung', 'SM-S921B/DS', true, 'listed', 'Samsung Galaxy S24'],
      ['Apple', 'iPhone10,6', false, 'listed', 'Apple iPhone X'],
      ['google', 'PIXEL 14 pro', true, 'inferred', 'Google Pixel 14 Pro'],
      ['Acme', ' Phone\u00a07 ', false, 'unknown', null],
      ['', 'iPhone 15', true, 'listed', 'Apple iPhone 15'],
      ['<script>', '"><img src=x onerror=alert(1)>', false, 'unknown', null],
    ];
    for (const [brand, model, is_compatible, confidence, device] of rows) {
      const {
        status,
        body: { data },
      } = await ask(brand, model);
      assert.deepEqual(
        [
          status,
          data.phone_brand,
          data.phone_model,
          data.is_compatible,
          data.confidence,
          data.device,
        ],
        [200, brand, model, is_compatible, confidence, device],
      );
    }
  });

  it('says what is missing or wrong', async () => {
    const wrong: [unknown, string[]][] = [
      [{}, ['phone_brand', 'phone_model']],
      [{ phone_brand: 'Google' }, ['phone_model']],
      [{ phone_brand: 7, phone_model: ['x'] }, ['phone_brand', 'phone_model']],
      [{ phone_brand: 'Google', phone_model: '' }, ['phone_model']],
      [{ phone_brand: 'Google', phone_model: 'x'.repeat(10_000) }, ['phone_model']],
    ];
    for (const [body, fields] of wrong) {
      const answer = await hubby.call('POST', PATH, body);
      assert.deepEqual(
        [answer.status, answer.body.error.details.map((d: Json) => d.field).sort()],
        [400, fields],
      );
    }
  });

  it('needs a key', async () => {
    for (const method of ['GET', 'POST'])
      assert.equal(
        (
          await hubby.bare(
            method,
            PATH,
            method === 'POST'
              ? {
                  headers: { 'content-type': 'application/json' },
                  body: '{"phone_brand":"Google","phone_model":"Pixel 10"}',
                }
              : {},
          )
        ).status,
        401,
      );
  });
});

describe('the list', () => {
  it('comes whole, with those that have none', async () => {
    const {
      body: { data },
    } = await list();
    assert.ok(data.devices.length > 600);
    assert.equal(data.next_cursor, null);
    const of = (brand: string, model: string): unknown =>
      data.devices.find((d: Json) => d.phone_brand === brand && d.phone_model === model)
        ?.is_compatible;
    assert.deepEqual(
      [
        of('Apple', 'iPhone 15 Pro'),
        of('Samsung', 'Galaxy S24'),
        of('Xiaomi', '12T'),
        of('Acme', '1'),
      ],
      [true, true, false, undefined],
    );
  });

  it('is narrowed by brand and by a part of name or code', async () => {
    const google = names(await list('?brand=GOOGLE'));
    assert.ok(google.length > 30 && google.every((n) => n.startsWith('Google ')));
    assert.ok(
      google.indexOf('Google Pixel 9') < google.indexOf('Google Pixel 10'),
      'numbers in their order',
    );
    assert.deepEqual(names(await list('?q=S24%20ultra')), ['Samsung Galaxy S24 Ultra']);
    assert.deepEqual(names(await list('?q=iphone16,1')), ['Apple iPhone 15 Pro']);
    assert.ok(names(await list('?brand=redmi')).every((n) => n.startsWith('Xiaomi Redmi')));
    for (const query of ['?brand=acme', '?q=%20', '?brand=Google&q=galaxy'])
      assert.deepEqual(names(await list(query)), [], query);
  });

  it('comes in pages that miss nothing and repeat nothing', async () => {
    const whole = names(await list());
    const read: string[] = [];
    for (let cursor = ''; ;) {
      const page = await list(`?limit=170${cursor}`);
      read.push(...names(page));
      if (page.body.data.next_cursor === null) break;
      cursor = `&cursor=${page.body.data.next_cursor}`;
    }
    assert.deepEqual(read, whole);
    const {
      body: {
        data: { next_cursor },
      },
    } = await list('?brand=google&limit=1');
    assert.equal(
      names(await list(`?brand=google&cursor=${next_cursor}`)).length,
      names(await list('?brand=google')).length - 1,
    );
    for (const query of [
      '?cursor=x',
      '?cursor=***',
      `?brand=apple&cursor=${next_cursor}`,
      '?limit=0',
      '?limit=x',
      `?q=${'x'.repeat(101)}`,
    ])
      assert.equal((await list(query)).status, 400, query);
  });

  it('has an ETag that changes with the content', async () => {
    const { etag } = (await list()).headers as { etag: string };
    const again = await list('', { 'if-none-match': `"other", W/${etag}` });
    assert.deepEqual([again.status, again.text, again.headers['etag']], [304, '', etag]);
    assert.equal((await list('?brand=google', { 'if-none-match': etag })).status, 200);
    await importing('Acme,Etag,true,,,');
    const changed = await list('', { 'if-none-match': etag });
    assert.equal(changed.status, 200);
    assert.notEqual(changed.headers['etag'], etag);
    await importNothing();
  });
});

describe('an imported list', () => {
  it('counts at once, over the shipped one, and is replaced by the next', async () => {
    const {
      body: { data },
    } = await importing(
      'Acme,"One, Pro",true,AC-1|AC-1X,Not in Antarctica.|Not on Mars.,Acme tables\nSAMSUNG,Galaxy S24,false,,Ours are locked.,\n',
    );
    assert.equal(data.imported, 2);
    const own = (await ask('acme', 'ac1x')).body.data;
    assert.deepEqual(
      [own.device, own.is_compatible, own.confidence, own.notes],
      ['Acme One, Pro', true, 'listed', ['Not in Antarctica.', 'Not on Mars.']],
    );
    assert.deepEqual(
      [
        (await ask('samsung', 'SM-S921B')).body.data.is_compatible,
        (await ask('samsung', 'SM-S926B')).body.data.is_compatible,
      ],
      [false, true],
    );
    assert.equal((await hubby.sql('select * from imported_devices')).length, 2);
    await importNothing();
    assert.deepEqual(
      [
        (await ask('acme', 'ac1x')).body.data.confidence,
        (await ask('samsung', 'SM-S921B')).body.data.is_compatible,
      ],
      ['unknown', true],
    );
  });

  it('is refused whole with every bad row', async () => {
    const before = await hubby.sql('select brand, model from imported_devices');
    const refused = await importing(
      'Acme,Good,true,,,\nAcme,Bad,perhaps,,,\n,Bad,true,,,\nacme,GOOD,true,,,\n',
    );
    assert.deepEqual(
      [
        refused.status,
        refused.body.error.type,
        refused.body.error.details.map((d: Json) => d.field),
      ],
      [400, 'invalid_request', ['row 3, is_compatible', 'row 4, brand', 'row 5, model']],
    );
    const header = await hubby.operator('POST', '/devices/import', 'marke,model\nAcme,One\n');
    assert.ok(
      header.status === 400 &&
        header.body.error.details.every((d: Json) => d.field.startsWith('row 1')),
    );
    assert.equal((await hubby.operator('POST', '/devices/import', { brand: 'Acme' })).status, 415);
    assert.equal(
      (
        await hubby.bare('POST', '/api/operator/devices/import', {
          headers: { 'content-type': 'text/csv' },
          body: `${HEADER}Acme,One,true,,,`,
        })
      ).status,
      401,
    );
    assert.deepEqual(await hubby.sql('select brand, model from imported_devices'), before);
  });

  it('stands whole when several come at once', async () => {
    const files = Array.from({ length: 6 }, (_, n) =>
      Array.from({ length: 50 }, (_, i) => `Maker${n},Model ${i},true,,,`).join('\n'),
    );
    for (const { status } of await Promise.all(files.map(importing))) assert.equal(status, 200);
    const rows = await hubby.sql<{ brand: string; count: string }>(
      'select brand, count(*) from imported_devices group by 1',
    );
    assert.deepEqual(
      rows.map((r) => Number(r.count)),
      [50],
    );
    const { brand } = rows[0]!;
    assert.equal((await ask(brand, 'Model 7')).body.data.confidence, 'listed');
    await importNothing();
  });

  it('counts on other nodes within seconds', async () => {
    const other = await openRuntime(
      hubby.ctx.config,
      hubby.databaseConfig,
      makeSecrets(hubby.ctx.config.secretKey!),
      hubby.ctx.log,
      { poolSize: 2, telcoPool: 1 },
    );
    try {
      await ask('Acme', 'Elsewhere');
      await importDevices(other.ctx, bySystem('test'), `${HEADER}Acme,Elsewhere,true,,,`);
      await until(
        'the other node knows it',
        async () => (await ask('Acme', 'Elsewhere')).body.data.is_compatible || null,
      );
    } finally {
      await other.close();
      await importNothing();
    }
  });

  it('comes by command as well', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hubby-devices-'));
    try {
      const file = join(folder, 'devices.csv');
      writeFileSync(file, `${HEADER}Acme,Command,true,,,\n`);
      const token = await createOperatorToken(hubby.ctx.db);
      const { code, out, err } = await start(hubby, ['devices', 'import', file, '--token', token])
        .ended;
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, /^1 devices imported; \d+ are known now\.$/m);
      assert.equal((await ask('Acme', 'Command')).body.data.is_compatible, true);
    } finally {
      await rm(folder, { recursive: true });
      await importNothing();
    }
  });
});
