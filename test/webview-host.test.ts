/** What the WebView takes from whoever shows it, and what it tells whom: with a window of our own. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeHost, type Message } from '../web/webview/src/host/host.ts';
import type { HostEvent, HostWindow } from '../web/webview/src/host/transports.ts';
import { watchHeight } from '../web/webview/src/host/watch-height.ts';

const OWN = 'https://hubby.example';
const SITE = 'https://www.sky.example';
const OTHER = 'https://app.sky.example';
const TOKEN = 'rt_0123456789abcdefghijKLMNOP';

type Fake = {
  view: HostWindow;
  parent: object;
  posted: { message: unknown; to: string }[];
  hear(event: Partial<HostEvent>): void;
  listeners: number;
};

function fake(extra: { framed: boolean; told?: string[] | undefined } & Partial<HostWindow>): Fake {
  const { framed, told, ...bridges } = extra;
  const posted: Fake['posted'] = [];
  const listeners = new Set<(event: HostEvent) => void>();
  const above = {
    postMessage: (message: unknown, to: string): void => void posted.push({ message, to }),
  };
  const view = {
    ...bridges,
    parent: above,
    location: { origin: OWN, ...(told === undefined ? {} : { ancestorOrigins: told }) },
    addEventListener: (_type: string, listener: (event: HostEvent) => void) =>
      void listeners.add(listener),
    removeEventListener: (_type: string, listener: (event: HostEvent) => void) =>
      void listeners.delete(listener),
  } as HostWindow;
  if (!framed) view.parent = view as unknown as HostWindow['parent'];
  return {
    view,
    parent: view.parent,
    posted,
    get listeners() {
      return listeners.size;
    },
    hear: (event) => {
      for (const listener of listeners)
        listener({ source: view.parent, origin: SITE, data: undefined, ...event });
    },
  };
}

function hosted(window: HostWindow, origins: readonly string[] = [SITE, OTHER]) {
  const heard: string[] = [];
  const host = makeHost({
    origins,
    onToken: (token) => void heard.push(token),
    onBack: () => void heard.push('back'),
    window,
  });
  return { host, heard };
}

const token = { hubby: 1, type: 'token', redirect_token: TOKEN };

describe('a WebView in a frame', () => {
  it('takes tokens and Back from its parent at an origin of the list', () => {
    const site = fake({ framed: true, told: [SITE] });
    const { heard } = hosted(site.view);
    site.hear({ data: token });
    site.hear({ data: { hubby: 1, type: 'back' }, origin: OTHER });
    assert.deepEqual(heard, [TOKEN, 'back']);
  });

  it('takes nothing from anybody else', () => {
    const site = fake({ framed: true, told: [SITE] });
    const { heard } = hosted(site.view);
    site.hear({ data: token, source: {} });
    site.hear({ data: token, source: null });
    site.hear({ data: token, source: site.view, origin: OWN });
    for (const origin of ['https://www.sky.example.evil', 'https://sky.example', 'null', '', OWN])
      site.hear({ data: token, origin });
    assert.deepEqual(heard, []);
    hosted(fake({ framed: true }).view, []);
  });

  it('takes nothing that is not as it should be', () => {
    const site = fake({ framed: true, told: [SITE] });
    const { heard } = hosted(site.view);
    for (const data of [
      null,
      'back',
      JSON.stringify(token),
      7,
      [],
      {},
      { type: 'back' },
      { hubby: '1', type: 'back' },
      { hubby: 2, type: 'back' },
      { hubby: 1, type: 'ready' },
      { hubby: 1, type: 'token' },
      { ...token, redirect_token: 7 },
      { ...token, redirect_token: 'short' },
      { ...token, redirect_token: 'x'.repeat(201) },
      { ...token, redirect_token: `${TOKEN}<img>` },
      { ...token, redirect_token: `${TOKEN}\n` },
    ])
      site.hear({ data });
    assert.deepEqual(heard, []);
  });

  it('tells its parent by its exact origin, where the browser says who that is', () => {
    const site = fake({ framed: true, told: [SITE, 'https://top.example'] });
    hosted(site.view).host.send({ type: 'ready' });
    assert.deepEqual(site.posted, [{ message: { hubby: 1, type: 'ready' }, to: SITE }]);
  });

  it('tells nothing to a parent that is not on the list', () => {
    const site = fake({ framed: true, told: ['https://evil.example'] });
    hosted(site.view).host.send({ type: 'ready' });
    assert.deepEqual(site.posted, []);
  });

  it('posts to each origin of the list where it is not told, and to one once it has heard it', () => {
    for (const told of [undefined, ['null']]) {
      const site = fake({ framed: true, told });
      const { host } = hosted(site.view);
      host.send({ type: 'ready' });
      assert.deepEqual(
        site.posted.map(({ to }) => to),
        [SITE, OTHER],
      );
      site.hear({ data: { hubby: 1, type: 'back' }, origin: 'https://evil.example' });
      site.hear({ data: { hubby: 1, type: 'back' }, origin: OTHER });
      host.send({ type: 'close' });
      assert.deepEqual(site.posted[2], { message: { hubby: 1, type: 'close' }, to: OTHER });
      assert.equal(site.posted.length, 3);
    }
  });

  it('speaks with the parent, not with a bridge of the app around it', () => {
    const sent: unknown[] = [];
    const HubbyHost = { postMessage: (message: unknown) => void sent.push(message) };
    const site = fake({ framed: true, told: [SITE], HubbyHost });
    const { host } = hosted(site.view);
    host.send({ type: 'ready' });
    assert.deepEqual([host.isInApp, sent.length, site.posted.length], [false, 0, 1]);
  });

  it('takes nothing more when it has stopped', () => {
    const site = fake({ framed: true, told: [SITE] });
    hosted(site.view).host.stop();
    assert.equal(site.listeners, 0);
  });
});

describe('a WebView in an app', () => {
  const message: Message = { type: 'open-external', url: 'https://pay.example/1' };
  const said = { hubby: 1, ...message };

  it('tells iOS by its handler an object, Android, Flutter and React Native a text', () => {
    for (const [name, expected] of [
      ['webkit', said],
      ['HubbyHost', JSON.stringify(said)],
      ['ReactNativeWebView', JSON.stringify(said)],
    ] as const) {
      const sent: unknown[] = [];
      const bridge = {
        // Android's object wants to be called as a method of itself.
        postMessage(one: unknown): void {
          assert.equal(this, bridge);
          sent.push(one);
        },
      };
      const app = fake({
        framed: false,
        ...(name === 'webkit' ? { webkit: { messageHandlers: { hubby: bridge } } } : {}),
        ...(name === 'webkit' ? {} : { [name]: bridge }),
      });
      const { host } = hosted(app.view, []);
      host.send(message);
      assert.equal(host.isInApp, true);
      assert.deepEqual(sent, [expected], name);
    }
  });

  it('takes what the app’s own script posts to the page', () => {
    const app = fake({ framed: false, HubbyHost: { postMessage() {} } });
    const { heard } = hosted(app.view, []);
    app.hear({ data: token, origin: OWN });
    app.hear({ data: { hubby: 1, type: 'back' }, origin: OWN });
    assert.deepEqual(heard, [TOKEN, 'back']);
    app.hear({ data: token, source: {}, origin: OWN });
    app.hear({ data: token, origin: SITE });
    assert.equal(heard.length, 2);
  });

  it('opens nothing outside but pages, mail and phone', () => {
    const sent: string[] = [];
    const HubbyHost = { postMessage: (one: unknown) => void sent.push(one as string) };
    const { host } = hosted(fake({ framed: false, HubbyHost }).view);
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc', 'intent://x', ''])
      host.send({ type: 'open-external', url });
    assert.deepEqual(sent, []);
    for (const url of ['https://a.example', 'http://a.example', 'mailto:a@b.example', 'tel:+31'])
      host.send({ type: 'open-external', url });
    assert.equal(sent.length, 4);
  });

  it('goes on when the app stumbles over a message', (t) => {
    const warned = t.mock.method(console, 'warn', () => {});
    const HubbyHost = {
      postMessage(): void {
        throw new Error('Java exception was raised');
      },
    };
    hosted(fake({ framed: false, HubbyHost }).view).host.send({ type: 'ready' });
    assert.equal(warned.mock.callCount(), 1);
  });
});

it('a WebView in a plain browser tells nobody, and takes nothing from its own page', () => {
  const browser = fake({ framed: false });
  const { host, heard } = hosted(browser.view, [OWN, SITE]);
  host.send({ type: 'ready' });
  browser.hear({ data: token, origin: OWN });
  assert.deepEqual([host.isInApp, heard, browser.posted], [false, [], []]);
});

it('the height is told when it changes, and only then', () => {
  const sent: Message[] = [];
  const content = { scrollHeight: 100.2 };
  let changed = (): void => {};
  let watched: unknown = null;
  class Resize {
    constructor(listener: () => void) {
      changed = listener;
    }
    observe(element: unknown): void {
      watched = element;
    }
    disconnect(): void {
      watched = null;
    }
  }
  const stop = watchHeight((message) => void sent.push(message), content, Resize);
  assert.equal(watched, content);
  changed();
  changed();
  content.scrollHeight = 40;
  changed();
  assert.deepEqual(sent, [
    { type: 'height', height: 101 },
    { type: 'height', height: 40 },
  ]);
  stop();
  assert.equal(watched, null);
});
