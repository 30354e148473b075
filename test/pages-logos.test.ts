/** Logos of brandings: fetched with suspicion, made anew, served from here. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import sharp, { type Sharp } from 'sharp';
import { makeImageFetcher, MAX_BYTES } from '../src/channels/images.ts';
import { reencode } from '../src/domain/partners/branding/reencode.ts';
import { IN_A_YEAR, startHubby, type Hubby } from './harness.ts';

const image = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#3366cc' } });
const SVG = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>',
);

/** Answers each path once it is told how; counts what it was asked. */
async function startImages(): Promise<{
  url: string;
  answers: Map<string, (req: IncomingMessage, res: ServerResponse) => void>;
  asked: string[];
  close(): Promise<void>;
}> {
  const answers = new Map<string, (req: IncomingMessage, res: ServerResponse) => void>();
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(req.url!);
    const answer = answers.get(req.url!);
    if (answer === undefined) res.writeHead(404).end();
    else answer(req, res);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

describe('logos', () => {
  let hubby: Hubby;
  let images: Awaited<ReturnType<typeof startImages>>;
  before(async () => {
    [hubby, images] = await Promise.all([
      startHubby({ env: { HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1' } }),
      startImages(),
    ]);
  });
  after(async () => {
    await images.close();
    await hubby.close();
  });
  const serve = (path: string, body: Buffer, type = 'image/png'): string => {
    images.answers.set(path, (_req, res) => {
      res.writeHead(200, { 'content-type': type }).end(body);
    });
    return images.url + path;
  };
  const set = (id: string, identity: unknown) =>
    hubby.operator('PATCH', `/partners/${id}/settings`, { visual_identity: identity });
  const stored = (id: string) =>
    hubby.sql<{ brand: string; width: number; height: number; hash: string }>(
      'select brand, width, height, hash from brand_logos where partner_id = $1 order by brand',
      [id],
    );

  it('are fetched when they are set, made small, and served by us', async () => {
    const url = serve(
      '/a.png',
      await image(1_200, 300)
        .withExif({ IFD0: { Copyright: 'secret words' } })
        .png()
        .toBuffer(),
    );
    const { partner_id, slug, ...key } = await hubby.newPartner('Logo Air', {
      visual_identity: { default: { logo_url: url } },
    });
    const [row] = await stored(partner_id);
    assert.deepEqual([row!.brand, row!.width, row!.height], ['default', 600, 150]);
    const path = `/brand/${slug}/default.png?v=${row!.hash}`;
    const response = await fetch(hubby.url + path);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'image/png');
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.ok(!bytes.includes('secret words'), 'nothing of the file but its pixels');
    assert.equal((await sharp(bytes).metadata()).format, 'png');
    assert.equal(
      (await fetch(`${hubby.url}/brand/${slug}/default.png?v=old`)).headers.get('cache-control'),
      'public, max-age=300',
    );
    const { body } = await hubby.call(
      'POST',
      '/api/bookings',
      { departure_date: IN_A_YEAR, package_specifications: [{ destination: 'GR', size: '1GB' }] },
      { key },
    );
    const claim = new URL(body.data.promo_codes[0].claim_url);
    const before = images.asked.length;
    const page = await hubby.bare('GET', claim.pathname + claim.search);
    assert.ok(page.text.includes(`<img src="${path}" alt="Logo Air">`));
    assert.ok(!page.text.includes(images.url), "no traveler reaches the partner's host");
    assert.equal(images.asked.length, before);
  });

  it('take PNG, JPEG and WebP, and turn photos upright', async () => {
    const { partner_id } = await hubby.newPartner();
    const turned = await image(40, 20)
      .withExif({})
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { status, text } = await set(partner_id, {
      p: { logo_url: serve('/p', await image(40, 20).png().toBuffer()) },
      j: { logo_url: serve('/j', turned) },
      w: { logo_url: serve('/w', await image(40, 20).webp().toBuffer()) },
    });
    assert.equal(status, 200, text);
    assert.deepEqual(
      (await stored(partner_id)).map(({ brand, width, height }) => [brand, width, height]),
      [
        ['j', 20, 40],
        ['p', 40, 20],
        ['w', 40, 20],
      ],
    );
  });

  it('go with the setting, and a colour alone keeps nothing that is not named', async () => {
    const { partner_id } = await hubby.newPartner();
    const url = serve('/keep', await image(30, 30).png().toBuffer());
    await set(partner_id, { default: { logo_url: url }, winter: { logo_url: url } });
    assert.equal((await stored(partner_id)).length, 2);
    const [first] = await stored(partner_id);
    serve('/keep', await image(31, 31).png().toBuffer());
    await set(partner_id, { default: { logo_url: url, primary_color: '#123456' } });
    const rows = await stored(partner_id);
    assert.deepEqual(
      rows.map((r) => r.brand),
      ['default'],
    );
    assert.notEqual(rows[0]!.hash, first!.hash, 'set again is fetched again');
    assert.equal(
      (
        await hubby.operator('PATCH', `/partners/${partner_id}/settings`, {
          time_zone: 'Europe/Berlin',
        })
      ).status,
      200,
    );
    assert.equal((await stored(partner_id)).length, 1);
    await hubby.operator('PATCH', `/partners/${partner_id}/settings`, { visual_identity: null });
    assert.deepEqual(await stored(partner_id), []);
  });

  it('are refused by field, all at once, and then nothing changes', async () => {
    const { partner_id } = await hubby.newPartner('Careful', {
      visual_identity: { default: { name: 'Before' } },
    });
    images.answers.set('/redirect', (_req, res) => {
      res.writeHead(302, { location: '/a.png' }).end();
    });
    images.answers.set('/large', (_req, res) => {
      res.writeHead(200);
      res.end(Buffer.alloc(MAX_BYTES + 1));
    });
    images.answers.set('/declared', (_req, res) => {
      res.writeHead(200, { 'content-length': String(10 * MAX_BYTES) });
      res.write('x');
    });
    images.answers.set('/reset', (_req, res) => {
      res.socket!.destroy();
    });
    const frames = await sharp(Buffer.alloc(20 * 40 * 3, 90).fill(200, 20 * 20 * 3), {
      raw: { width: 20, height: 40, channels: 3, pageHeight: 20 },
    })
      .webp({ delay: [100, 100] })
      .toBuffer();
    const png = await image(30, 30).png().toBuffer();
    const bad: Record<string, string> = {
      gone: `${images.url}/gone`,
      redirect: `${images.url}/redirect`,
      large: `${images.url}/large`,
      declared: `${images.url}/declared`,
      reset: `${images.url}/reset`,
      svg: serve('/svg', SVG, 'image/svg+xml'),
      svgcalled: serve('/svg2', SVG),
      html: serve('/html', Buffer.from('<html></html>'), 'text/html'),
      cut: serve('/cut', png.subarray(0, 40)),
      moving: serve('/moving', frames, 'image/webp'),
      gif: serve('/gif', await image(5, 5).gif().toBuffer(), 'image/gif'),
      empty: serve('/empty', Buffer.alloc(0)),
      bomb: serve('/bomb', await image(5_000, 5_000).png({ compressionLevel: 9 }).toBuffer()),
      user: images.url.replace('//', '//me:you@'),
    };
    const { status, body } = await set(partner_id, {
      default: { logo_url: serve('/good', png) },
      ...Object.fromEntries(Object.entries(bad).map(([brand, logo_url]) => [brand, { logo_url }])),
    });
    assert.equal(status, 400);
    assert.deepEqual(
      body.error.details.map((d: { field: string }) => d.field),
      Object.keys(bad)
        .sort()
        .map((brand) => `visual_identity.${brand}.logo_url`),
    );
    assert.deepEqual(await stored(partner_id), []);
    assert.deepEqual(
      (await hubby.operator('GET', `/partners/${partner_id}`)).body.data.settings.visual_identity,
      { default: { name: 'Before' } },
    );
  });

  it('are served by their own name only', async () => {
    const url = serve('/own', await image(30, 30).png().toBuffer());
    const { slug } = await hubby.newPartner('Own', {
      visual_identity: { winter: { logo_url: url } },
    });
    for (const path of [
      `/brand/${slug}/default.png`,
      `/brand/nobody/winter.png`,
      `/brand/${slug}/winter.svg`,
      `/brand/${slug}/winter`,
      `/brand/${slug}/%2e%2e.png`,
      `/brand/${slug}/WINTER.png`,
    ]) {
      assert.ok([400, 404].includes((await hubby.bare('GET', path)).status), path);
    }
    assert.equal((await hubby.bare('HEAD', `/brand/${slug}/winter.png`)).status, 200);
  });

  it('of a name with control characters are not set either', async () => {
    const { partner_id } = await hubby.newPartner();
    assert.equal(
      (await set(partner_id, { default: { name: 'Evil\r\nBcc: x@example.com' } })).status,
      400,
    );
  });
});

describe('the fetching of images', () => {
  it('goes to public addresses only', async () => {
    const fetcher = makeImageFetcher({
      allowPrivate: false,
      httpsOnly: false,
      resolve: async (host) =>
        host === 'inside.example'
          ? [{ address: '10.0.0.7', family: 4 }]
          : [
              { address: '93.184.216.34', family: 4 },
              { address: '::1', family: 6 },
            ],
    });
    try {
      for (const url of [
        'http://127.0.0.1/x',
        'http://127.1/x',
        'http://2130706433/',
        'http://[::1]/',
        'http://[::ffff:127.0.0.1]/',
        'http://169.254.169.254/latest/meta-data',
        'http://0x7f.1/',
        'http://inside.example/',
        'http://mixed.example/',
      ]) {
        assert.deepEqual(
          await fetcher.fetch(url),
          { issue: 'expected a host with public addresses only' },
          url,
        );
      }
      for (const url of [
        'ftp://example.com/x',
        'file:///etc/passwd',
        'nonsense',
        '',
        'data:image/png;base64,AA',
      ])
        assert.ok('issue' in (await fetcher.fetch(url)), url);
    } finally {
      await fetcher.close();
    }
  });

  it('is by https alone in production, and not for ever', async () => {
    const strict = makeImageFetcher({ allowPrivate: true, httpsOnly: true });
    assert.deepEqual(await strict.fetch('http://127.0.0.1:9/'), { issue: 'expected an https URL' });
    await strict.close();
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const fetcher = makeImageFetcher({ allowPrivate: true, httpsOnly: false, totalMs: 300 });
    try {
      assert.deepEqual(
        await fetcher.fetch(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`),
        { issue: 'the URL did not answer in time' },
      );
    } finally {
      await fetcher.close();
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('hands nothing to a decoder that is no image', async () => {
    for (const bytes of [
      SVG,
      Buffer.alloc(0),
      Buffer.from('%PDF-1.7'),
      Buffer.from('GIF89a'),
      Buffer.from('RIFF0000AVI '),
      Buffer.from('<?xml version="1.0"?>'),
    ])
      assert.equal(await reencode(bytes), 'expected a PNG, JPEG or WebP image');
    for (const bytes of [
      Buffer.from('89504e470d0a1a0a', 'hex'),
      Buffer.concat([Buffer.from('ffd8ff', 'hex'), SVG]),
    ])
      assert.match(String(await reencode(bytes)), /expected a whole image/);
  });
});
