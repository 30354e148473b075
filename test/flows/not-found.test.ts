/** What is not there: a page for people, the API's answer for programs. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startHubby, type Hubby } from '../harness.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-language': 'de' };

describe('what is not there', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  it('is a page for browsers, in their language, wherever it is', async () => {
    for (const path of [
      '/nothing',
      '/free-esim',
      '/install',
      '/w/x',
      '/assets/nothing.css',
      '/brand/nobody/default.png',
      '/sandbox/nothing',
      '/nothing?lang=<script>',
    ]) {
      const page = await hubby.bare('GET', path, { headers: BROWSER });
      assert.equal(page.status, 404, path);
      assert.equal(page.headers['content-type'], 'text/html; charset=utf-8', path);
      assert.match(page.text, /Hier gibt es keine Seite/);
      assert.doesNotMatch(page.text, /<script/);
    }
  });

  it('is the envelope for programs, and below /api/ for everybody', async () => {
    for (const [path, headers] of [
      ['/nothing', {}],
      ['/nothing', { accept: 'application/json' }],
      ['/nothing', { accept: '*/*' }],
      ['/api/nothing', BROWSER],
    ] as const) {
      const answer = await hubby.bare('GET', path, { headers });
      assert.equal(answer.status, 404);
      assert.equal(answer.body.error.type, 'not_found');
    }
    const posted = await hubby.bare('POST', '/nothing', { headers: BROWSER });
    assert.equal(posted.body.error.type, 'not_found');
  });

  it('is not the icon that browsers ask for', async () => {
    const icon = await hubby.bare('GET', '/favicon.ico');
    assert.deepEqual([icon.status, icon.headers['content-type']], [200, 'image/svg+xml']);
    const page = await hubby.bare('GET', '/nothing', { headers: BROWSER });
    assert.match(page.text, /<link rel="icon" href="data:image\/svg/);
    assert.match(page.text, /<meta name="theme-color" content="#0b5cad">/);
  });
});
