/** The pages of the WebView, as a server answers them: policy, framing, what is in them and what not. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';

const ORIGIN = 'https://www.example.com';

describe('pages of the WebView', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby?.close());

  const open = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    hubby.bare('GET', path, { headers: { accept: 'text/html', ...headers } });
  const bootOf = ({ text }: Answer): Json =>
    JSON.parse(/<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(text)![1]!);
  const slug = (): string => hubby.partner.slug;
  const configure = async (settings: object): Promise<void> => {
    const path = `/partners/${hubby.partner.partner_id}/settings`;
    const { status, text } = await hubby.operator('PATCH', path, settings);
    assert.equal(status, 200, text);
  };

  it('answer every address of a partner with one document under the strict policy', async () => {
    for (const path of ['', 'claim/0b6f2f57-8d1f-4a43-9b7c-2f1f6f0f6a11', 'store/GRC', 'no/such']) {
      const answer = await open(`/w/${slug()}/${path}`);
      assert.equal(answer.status, 200, answer.text);
      const policy = answer.headers['content-security-policy'] as string;
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /script-src 'self';/);
      assert.match(policy, /require-trusted-types-for 'script'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.equal(answer.headers['x-frame-options'], 'DENY');
      assert.equal(answer.headers['referrer-policy'], 'no-referrer');
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(bootOf(answer).base, `/w/${slug()}/`);
      assert.doesNotMatch(answer.text, /<script(?![^>]* (?:src=|type="application\/json"))/);
    }
  });

  it('may be framed by the origins that the partner named, and by nobody else', async () => {
    await configure({ webview: { origins: [ORIGIN] } });
    const answer = await open(`/w/${slug()}/`);
    assert.match(
      answer.headers['content-security-policy'] as string,
      /frame-ancestors https:\/\/www\.example\.com;/,
    );
    assert.equal(answer.headers['x-frame-options'], undefined);
    assert.deepEqual(bootOf(answer).origins, [ORIGIN]);
    const nobodys = await open('/w/');
    assert.equal(nobodys.status, 404);
    assert.match(nobodys.headers['content-security-policy'] as string, /frame-ancestors 'none'/);
  });

  it('show what a partner wrote as text, whatever it is', async () => {
    const hostile = '</script><img src=x onerror=alert(1)>"\'&';
    await configure({
      visual_identity: { default: { name: hostile } },
      webview: { texts: { welcome: { en: hostile } } },
    });
    const answer = await open(`/w/${slug()}/`, { 'accept-language': 'en' });
    assert.equal(bootOf(answer).partner.name, hostile);
    assert.equal(bootOf(answer).slots.welcome, hostile);
    assert.doesNotMatch(answer.text, /<img/);
    await configure({ visual_identity: {}, webview: {} });
  });

  it('speak the language that is asked for, else the browser’s', async () => {
    const german = await open(`/w/${slug()}/`, { 'accept-language': 'de-AT,de;q=0.9' });
    assert.equal(german.headers['content-language'], 'de-AT');
    assert.match(german.text, /<html lang="de-AT" dir="ltr">/);
    const asked = await open(`/w/${slug()}/?locale=fr`, { 'accept-language': 'de' });
    assert.match(asked.headers['content-language'] as string, /^fr/);
  });

  it('are found without the slash, and keep what the app has put behind the address', async () => {
    const answer = await open(`/w/${slug()}?redirect_token=abc&to=support`);
    assert.equal(answer.status, 302);
    assert.equal(answer.headers['location'], `/w/${slug()}/?redirect_token=abc&to=support`);
  });

  it('are nobody’s where there is no such partner', async () => {
    const answer = await open('/w/nobody-of-that-name/');
    assert.equal(answer.status, 404);
    assert.doesNotMatch(answer.text, /id="boot"/);
  });

  it('load files that browsers keep for ever, and a worker that they ask for again', async () => {
    const page = await open(`/w/${slug()}/`);
    const files = [...page.text.matchAll(/(?:href|src)="(\/w-assets\/[^"]+)"/g)].map((m) => m[1]!);
    assert.ok(files.length >= 3, page.text);
    for (const file of files) {
      const answer = await open(file);
      assert.equal(answer.status, 200, file);
      assert.match(answer.headers['cache-control'] as string, /immutable/);
    }
    const worker = await open('/w/worker.js');
    assert.equal(worker.status, 200);
    assert.match(worker.headers['content-type'] as string, /javascript/);
    assert.equal(worker.headers['service-worker-allowed'], '/w/');
    assert.equal(worker.headers['cache-control'], 'no-cache');
    assert.equal((await open('/w-assets/assets/../../../package.json')).status, 404);
    assert.equal((await open('/w-assets/manifest.json')).status, 404);
  });

  it('show all states in staging', async () => {
    assert.equal((await open('/w/__states/')).status, 200);
    assert.equal((await open('/w/__states/home-low/')).status, 200);
  });
});
