/** The setting `webview`: taken, shown, taken back, and refused field by field. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { localOriginProblems } from '../../src/domain/settings/webview.ts';
import { startHubby, type Answer, type Hubby, type Json } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const set = (webview: unknown): Promise<Answer> =>
  hubby.operator('PATCH', `/partners/${hubby.partner.partner_id}/settings`, { webview });
const fieldsOf = (answer: Answer): string[] =>
  answer.body.error.details.map((d: Json) => d.field).sort();

it('is taken whole, shown, and taken back', async () => {
  const webview = {
    origins: ['https://www.sky.example', 'https://a.sky.example:8443', 'http://localhost:5173'],
    texts: {
      welcome: { en: 'Welcome aboard', 'pt-BR': 'Bem-vindo a bordo' },
      help: { de: '<b> & "you"' },
    },
    scheme: 'dark',
    radius: 'large',
    font: 'serif',
  };
  const taken = await set(webview);
  assert.equal(taken.status, 200, taken.text);
  assert.deepEqual(taken.body.data.settings.webview, webview);
  const shown = await hubby.operator('GET', `/partners/${hubby.partner.partner_id}`);
  assert.deepEqual(shown.body.data.settings.webview, webview);
  assert.equal('webview' in (await set(null)).body.data.settings, false);
});

it('takes exact origins only', async () => {
  for (const origin of [
    'https://www.sky.example/',
    'https://www.sky.example/app',
    'https://WWW.sky.example',
    'https://www.sky.example:443',
    'https://*.sky.example',
    'https://*',
    '*',
    "'self'",
    'https:',
    'null',
    'https://sky.example;script-src',
    'https://sky.example, https://b.example',
    'https://user@sky.example',
    'https://sky.example?x',
    'https://sky.example#x',
    'https://sky.example:99999',
    'https://münchen.example',
    'https://127.1',
    'http://www.sky.example',
    'http://127.0.0.1:3000',
    'http://localhost.sky.example',
    'app://sky.example',
    7,
  ]) {
    const answer = await set({ origins: ['https://ok.example', origin] });
    assert.equal(answer.status, 400, String(origin));
    assert.deepEqual(fieldsOf(answer), ['webview.origins.1'], String(origin));
    assert.match(answer.body.error.details[0].issue, /exact origin such as https:/);
  }
  for (const origin of ['https://sky.example', 'https://xn--mnchen-3ya.example', 'https://s-1.e'])
    assert.equal((await set({ origins: [origin] })).status, 200, origin);
});

it('names every bad field at once', async () => {
  const text = 'x'.repeat(201);
  const wrong = await set({
    origins: Array.from({ length: 21 }, (_, i) => `https://s${i}.example`),
    texts: { welcome: { en: text, de: 7 }, help: 'us', farewell: 'bye' },
    scheme: 'sepia',
    radius: 3,
    font: 'Comic Sans',
    colour: 'red',
  });
  assert.equal(wrong.status, 400);
  assert.deepEqual(fieldsOf(wrong), [
    'webview.colour',
    'webview.font',
    'webview.origins',
    'webview.radius',
    'webview.scheme',
    'webview.texts.farewell',
    'webview.texts.help',
    'webview.texts.welcome.de',
    'webview.texts.welcome.en',
  ]);
  const odd = await set({
    origins: ['https://a.example', 'https://a.example:443'],
    texts: { welcome: { tlh: 'nuqneH' }, help: { en: 'ok', 'e n': 'x' } },
  });
  assert.deepEqual(fieldsOf(odd), [
    'webview.origins.1',
    'webview.texts.help.e n',
    'webview.texts.welcome.tlh',
  ]);
  for (const bad of ['\u202eabc', 'a\u2028b', '', 'a\u0007'])
    assert.equal((await set({ texts: { welcome: { en: bad } } })).status, 400, JSON.stringify(bad));
  assert.deepEqual(fieldsOf(await set({ origins: ['https://a.e', 'https://a.e'] })), [
    'webview.origins',
  ]);
});

it('takes a site on a developer’s machine in staging only', () => {
  const origins = ['https://a.example', 'http://localhost:3000', 'http://localhost'];
  assert.deepEqual(localOriginProblems('staging', { origins }), []);
  assert.deepEqual(
    localOriginProblems('production', { origins }).map(({ field }) => field),
    ['webview.origins.1', 'webview.origins.2'],
  );
  for (const odd of [undefined, null, 7, {}, { origins: 'x' }, { origins: [null] }])
    assert.deepEqual(localOriginProblems('production', odd), []);
});
