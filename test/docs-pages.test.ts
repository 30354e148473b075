/**
 * The documentation that a server brings along: guides, errors, the API reference with its key, and
 * their compression.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { chooseEncoding } from '../src/http/compress.ts';
import { guideNames, guideUrl, renderGuide, resolveLink } from '../src/pages/docs/guides.ts';
import { seed } from '../src/start/seed.ts';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHubby, type Hubby, type Json } from './harness.ts';

const NAMES = guideNames();

describe('guides', () => {
  it('lead to one another: every link has a page, and every anchor a heading', () => {
    assert.ok(NAMES.length > 25, `only ${NAMES.length}`);
    const pages = new Map(NAMES.map((name) => [guideUrl(name), renderGuide(name, NAMES).html]));
    const broken: string[] = [];
    let links = 0;
    for (const [url, html] of pages)
      for (const [, href] of html.matchAll(/<a (?:class="anchor" )?href="([^"]+)"/g)) {
        if (!href!.startsWith('/docs/guides/') && !href!.startsWith('#')) continue;
        links++;
        const [path, anchor] = href!.split('#') as [string, string?];
        const page = pages.get(path === '' ? url : path);
        const isThere = anchor === undefined || page?.includes(`id="${anchor}"`) === true;
        if (page === undefined || !isThere) broken.push(`${url}: ${href}`);
      }
    assert.ok(links > 150, `only ${links} links`);
    assert.deepEqual(broken, []);
  });

  it('show HTML and script as text, whatever stands in a guide', () => {
    const hostile = [
      '# A <script>alert(1)</script> title',
      '<img src=x onerror=alert(1)>',
      '[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x) [d](//evil.example)',
      '[e](https://x.example/"onmouseover="alert(1))',
      '![f](javascript:alert(1))',
      '```"><script>\n</code></pre><script>alert(1)</script>\n```',
      '| a |\n|---|\n| <b onclick=x>y</b> |',
    ].join('\n\n');
    const { html } = renderGuide('webhooks', NAMES, hostile);
    assert.doesNotMatch(html, /<(script|img|b)\b/i);
    assert.doesNotMatch(html, /(href|src)="\s*(javascript|data|\/\/)/i);
    assert.doesNotMatch(html, /<[^>]*\son\w+=/i);
    assert.match(html, /&lt;script&gt;/);
  });

  it('links that this server has no page for are text', () => {
    const at = (href: string, from = 'webhooks') => resolveLink(href, from, NAMES);
    assert.equal(at('events.md#package'), '/docs/guides/events#package');
    assert.equal(at('../sandbox.md', 'adr/0009-timers-are-hints'), '/docs/guides/sandbox');
    assert.equal(at('README.md'), '/docs/guides/');
    for (const href of ['../CONTEXT.md', '../../etc/passwd', 'gone.md', 'file:///etc/passwd'])
      assert.equal(at(href), null, href);
  });
});

describe('compression', () => {
  it('goes by what the client takes, the better one first', () => {
    const cases: [string | undefined, string | null][] = [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['gzip;q=1.0, br;q=0.2', 'gzip'],
      ['GZIP', 'gzip'],
      ['*', 'br'],
      ['*;q=0', null],
      ['identity', null],
      ['', null],
      [undefined, null],
    ];
    for (const [accepted, expected] of cases)
      assert.equal(chooseEncoding(accepted), expected, accepted);
  });
});

describe('a server’s documentation', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby({
      env: { HUBBY_DATA_DIR: mkdtempSync(join(tmpdir(), 'hubby-docs-')) },
    });
    await seed(hubby.ctx);
  });
  after(() => hubby.close());
  const raw = async (path: string, headers: Record<string, string> = {}) => {
    const { statusCode, headers: got, body } = await request(hubby.url + path, { headers });
    return { status: statusCode, headers: got, bytes: Buffer.from(await body.arrayBuffer()) };
  };

  it('is compressed once for each way of compressing, with a tag of its own', async () => {
    for (const path of ['/docs/', '/docs/guides/webhooks', '/docs/errors', '/openapi.json']) {
      const plain = await raw(path);
      const [br, gz] = [
        await raw(path, { 'accept-encoding': 'gzip, br' }),
        await raw(path, { 'accept-encoding': 'gzip' }),
      ];
      assert.deepEqual(
        [plain, br, gz].map((a) => a.headers['content-encoding']),
        [undefined, 'br', 'gzip'],
        path,
      );
      assert.ok(brotliDecompressSync(br.bytes).equals(plain.bytes), path);
      assert.ok(gunzipSync(gz.bytes).equals(plain.bytes), path);
      assert.equal(new Set([plain, br, gz].map((a) => a.headers['etag'])).size, 3, path);
      for (const answer of [plain, br, gz]) assert.equal(answer.headers['vary'], 'accept-encoding');
      const known = await raw(path, {
        'accept-encoding': 'br',
        'if-none-match': br.headers['etag'] as string,
      });
      assert.deepEqual([known.status, known.bytes.length], [304, 0], path);
    }
  });

  it('has a title and an icon of its own on every page, and runs no inline script', async () => {
    for (const path of [
      '/docs/',
      '/docs/guides/',
      '/docs/guides/adr/0009-timers-are-hints',
      '/docs/errors',
    ]) {
      const { status, headers, bytes } = await raw(path);
      const html = bytes.toString();
      assert.equal(status, 200, path);
      assert.match(html, /<title>[^<]+ – Hubby<\/title>/, path);
      const icon = /<link rel="icon" href="(\/assets\/[^"]+\.svg)"/.exec(html)![1]!;
      assert.equal((await raw(icon)).headers['content-type'], 'image/svg+xml');
      assert.doesNotMatch(html, /<script(?! src=)|\son\w+=|<style/, path);
      assert.doesNotMatch(
        headers['content-security-policy'] as string,
        /unsafe-eval|script-src[^;]*unsafe-inline/,
      );
    }
    assert.equal((await raw('/docs/guides/gone')).status, 404);
    assert.equal(
      (await raw('/docs/guides/webhooks.md')).headers['location'],
      '/docs/guides/webhooks',
    );
    assert.equal((await raw('/docs/guides/..%2f..%2fpackage')).status, 404);
  });

  it('shows samples that can be run, without what only machines need', async () => {
    const document: Json = JSON.parse((await raw('/docs/reference.json')).bytes.toString());
    const operations = Object.entries<Record<string, Json>>(document.paths).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    assert.ok(operations.length > 60);
    for (const { path, method, operation } of operations) {
      const [curl] = operation['x-codeSamples'];
      assert.ok(curl.source.includes('curl -s'), path);
      assert.doesNotMatch(
        curl.source,
        /x-api-version|[{/]\w*\}|undefined|\[object/,
        `${method} ${path}: ${curl.source}`,
      );
      const names = (operation.parameters ?? []).map((p: Json) => p.name);
      assert.ok(!names.includes('x-api-version'), path);
    }
    assert.match(document.info.description, /\/docs\/guides\/getting-started/);
    const openapi: Json = JSON.parse((await raw('/openapi.json')).bytes.toString());
    const named = openapi.paths['/api/bookings'].post.parameters.map((p: Json) => p.name);
    assert.ok(named.includes('x-api-version'), 'machines still learn of it');
  });

  it('a sample of a booking is one that the server takes', async () => {
    const { paths }: Json = JSON.parse((await raw('/docs/reference.json')).bytes.toString());
    const { source } = paths['/api/bookings'].post['x-codeSamples'][0];
    const body = JSON.parse(/-d '([^]+)'$/.exec(source)![1]!);
    assert.equal((await hubby.call('POST', '/api/bookings', body)).status, 201);
  });

  it('gives the demo key to this machine alone, asked by its own name from its own page', async () => {
    const local = await raw('/docs/demo-key');
    const { api_key, api_secret } = JSON.parse(local.bytes.toString());
    const key = { api_key, api_secret };
    assert.equal((await hubby.call('GET', '/api/bookings', undefined, { key })).status, 200);
    assert.equal(local.headers['cache-control'], 'no-store');
    const others: Record<string, string>[] = [
      { host: 'rebound.example' },
      { 'x-forwarded-for': '203.0.113.9' },
      { forwarded: 'for=203.0.113.9' },
      { via: '1.1 proxy' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of others)
      assert.equal((await raw('/docs/demo-key', headers)).status, 404, JSON.stringify(headers));
    Object.assign(hubby.ctx.config, { host: '0.0.0.0' });
    assert.equal((await raw('/docs/demo-key')).status, 404, 'listens on all addresses');
    Object.assign(hubby.ctx.config, { host: '127.0.0.1' });
    for (const path of ['/docs/', '/docs/reference.json']) {
      const text = (await raw(path)).bytes.toString();
      assert.ok(!text.includes(api_secret), path);
    }
  });
});
