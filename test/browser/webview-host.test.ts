/**
 * A site that shows the WebView in a frame, with real windows of two origins: the embed script on
 * one side, the WebView's own host module on the other.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripTypeScriptTypes } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Frame, Page } from 'playwright-core';
import { contentPolicy, framePolicy } from '../../src/domain/webview/frame-policy.ts';
import { until } from '../faults/checks.ts';
import { startBrowser, visit } from './browser.ts';

const file = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

type Reply = { type: string; body: string; headers?: Record<string, string> };
type Site = { port: number; server: Server; pages: Map<string, () => Reply> };

async function serve(): Promise<Site> {
  const pages = new Map<string, () => Reply>();
  const server = createServer((req, res) => {
    const page = pages.get(new URL(req.url!, 'http://x').pathname);
    if (page === undefined) return res.writeHead(404).end();
    const { type, body, headers } = page();
    res.writeHead(200, { 'content-type': type, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { port: (server.address() as AddressInfo).port, server, pages };
}

const script =
  (body: string): (() => Reply) =>
  () => ({ type: 'text/javascript', body });

/** The page in the frame: the host module as the WebView has it, and what came from it. */
const WEBVIEW = `
import { makeHost } from '/host/host.ts';
import { watchHeight } from '/host/watch-height.ts';
window.heard = [];
window.host = makeHost({
  origins: JSON.parse(document.getElementById('boot').textContent),
  onToken: (token) => heard.push(token),
  onBack: () => heard.push('back'),
});
host.send({ type: 'ready' });
watchHeight(host.send, document.getElementById('app'));
`;

let browser: Browser;
let webview: Site;
let site: Site;
let origins: string[];

before(async () => {
  [browser, webview, site] = await Promise.all([startBrowser(), serve(), serve()]);
  for (const name of ['host', 'messages', 'transports', 'watch-height'])
    webview.pages.set(
      `/host/${name}.ts`,
      script(stripTypeScriptTypes(file(`web/webview/src/host/${name}.ts`))),
    );
  webview.pages.set('/main.js', script(WEBVIEW));
  webview.pages.set('/w/sky/', () => ({
    type: 'text/html',
    headers: {
      'content-security-policy': contentPolicy('x', framePolicy({ webview: { origins } })),
      'referrer-policy': 'no-referrer',
    },
    body: `<!doctype html><title>w</title><style nonce="x">#app{height:900px}</style><div id="app">x</div>
      <script type="application/json" id="boot">${JSON.stringify(origins)}</script>
      <script type="module" src="/main.js"></script>`,
  }));
  site.pages.set('/embed.js', script(file('src/pages/assets/embed.js')));
  site.pages.set('/', () => ({
    type: 'text/html',
    headers: {
      'content-security-policy': `default-src 'none'; script-src 'self'; frame-src http://127.0.0.1:${webview.port}; require-trusted-types-for 'script'`,
      'referrer-policy': 'no-referrer',
    },
    body: '<!doctype html><title>s</title><div id="here"></div><script src="/embed.js"></script>',
  }));
});
after(async () => {
  await browser.close();
  webview.server.close();
  site.server.close();
});

type Opened = { page: Page; complaints: string[]; close(): Promise<void> };

async function open(host = 'localhost'): Promise<Opened> {
  const visitor = await visit(browser, { size: 'phone' });
  await visitor.page.goto(`http://${host}:${site.port}/`);
  await visitor.page.evaluate(`
    window.said = [];
    window.asked = 0;
    window.view = HubbyWebView.mount(document.getElementById('here'), {
      url: 'http://127.0.0.1:${webview.port}/w/sky/?redirect_token=abc',
      title: 'Mobile data',
      getToken: async () => 'fresh_token_0123456789_' + ++asked,
      onMessage: (message) => said.push(message),
    });
  `);
  return visitor;
}
/** Asked from outside: the policies of these pages let no text become a script. */
const holds = (where: Page | Frame, condition: string): Promise<unknown> =>
  until(condition, () => where.evaluate<boolean>(condition));

const framed = async (page: Page): Promise<Frame> => {
  await holds(page, 'said.length > 0');
  return page.frames()[1]!;
};

describe('a site with the WebView in a frame', () => {
  it('hears that it is ready and grows with it', async () => {
    origins = [`http://localhost:${site.port}`, 'https://other.example'];
    const { page, complaints, close } = await open();
    await framed(page);
    await holds(page, "document.querySelector('iframe').offsetHeight === 900");
    const said = await page.evaluate('said');
    assert.deepEqual(said, [
      { hubby: 1, type: 'ready' },
      { hubby: 1, type: 'height', height: 900 },
    ]);
    assert.deepEqual(
      await page.evaluate(
        '[view.frame.title, view.frame.allow, view.frame.offsetWidth === view.frame.parentElement.clientWidth]',
      ),
      ['Mobile data', 'clipboard-write', true],
    );
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is asked for a fresh token and brings it, once in a while', async () => {
    origins = [`http://localhost:${site.port}`];
    const { page, complaints, close } = await open();
    const frame = await framed(page);
    await frame.evaluate("host.send({ type: 'needs-token' })");
    await holds(frame, 'heard.length === 1');
    await frame.evaluate("host.send({ type: 'needs-token' })");
    await page.evaluate('view.back()');
    await holds(frame, "heard.includes('back')");
    assert.deepEqual(await frame.evaluate('heard'), ['fresh_token_0123456789_1', 'back']);
    assert.equal(await page.evaluate('asked'), 1);
    assert.deepEqual(complaints, []);
    await close();
  });

  it('is not heard by the WebView, and hears nothing, when it is another one', async () => {
    origins = [`http://localhost:${site.port}`];
    const { page, close } = await open();
    const frame = await framed(page);
    // Another window at an origin of the list that is not the parent.
    await page.evaluate("document.body.append(document.createElement('iframe'))");
    const other = page.frames()[2]!;
    await other.evaluate(
      "parent.frames[0].postMessage({ hubby: 1, type: 'token', redirect_token: 'x'.repeat(40) }, '*')",
    );
    await page.evaluate("postMessage({ hubby: 1, type: 'height', height: 5000 }, '*')");
    await page.evaluate('view.back()');
    await holds(frame, 'heard.length > 0');
    assert.deepEqual(await frame.evaluate('heard'), ['back'], 'only that of its parent');
    const heights = await page.evaluate('said.filter((m) => m.height === 5000).length');
    assert.equal(heights, 0, 'the script takes nothing that the frame did not say');
    await close();
  });

  it('sees nothing when the partner has not named it', async () => {
    for (const allowed of [[], ['https://other.example'], [`http://127.0.0.1:${site.port}`]]) {
      origins = allowed;
      const { page, complaints, close } = await open();
      await until('refused', async () =>
        complaints.some((text) => text.includes('frame-ancestors')),
      );
      assert.equal(await page.frames()[1]!.evaluate('typeof host'), 'undefined');
      assert.deepEqual(await page.evaluate('said'), []);
      await close();
    }
  });

  it('takes it away again', async () => {
    origins = [`http://localhost:${site.port}`];
    const { page, close } = await open();
    await framed(page);
    await page.evaluate('view.remove(); view.back()');
    assert.equal(await page.evaluate("document.querySelector('iframe')"), null);
    await close();
  });
});
