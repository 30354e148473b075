/** The script that sites load to show the WebView: its address, its headers, its size. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, before, it } from 'node:test';
import { startHubby, type Hubby } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const load = (headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${hubby.url}/w-assets/embed/v1.js`, { headers });

it('is a script that other sites may load, and that browsers ask for again in an hour', async () => {
  const answer = await load();
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type')!, /^text\/javascript/);
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=3600');
  assert.equal(answer.headers.get('cross-origin-resource-policy'), 'cross-origin');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const again = await load({ 'if-none-match': answer.headers.get('etag')! });
  assert.equal(again.status, 304);
});

it('has at most 1 kB, and is a script of one name', async () => {
  const text = await (await load()).text();
  assert.ok(gzipSync(text, { level: 9 }).length <= 1_000, `${gzipSync(text).length} bytes`);
  const site: { HubbyWebView?: { mount: unknown } } = {};
  new Function('window', text)(site);
  assert.deepEqual(
    [Object.keys(site), typeof site.HubbyWebView!.mount],
    [['HubbyWebView'], 'function'],
  );
});
