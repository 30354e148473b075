/** HEAD answers wherever GET does; what never changes is made once and known again by its tag. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { signedHeaders } from '@hubby/sdk/signing';
import { request } from 'undici';
import { IN_A_YEAR, startHubby, user, type Hubby } from '../harness.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

async function send(method: string, path: string, headers: Record<string, string> = {}) {
  const {
    statusCode: status,
    headers: got,
    body,
  } = await request(hubby.url + path, {
    method: method as 'GET',
    headers,
  });
  const {
    'x-request-id': _id,
    date: _date,
    connection: _connection,
    'keep-alive': _keepAlive,
    'server-timing': _timing,
    'content-security-policy': policy = '',
    ...stable
  } = got;
  return {
    status,
    // Nonces are new each time.
    headers: { ...stable, policy: String(policy).replace(/nonce-[^']+/g, 'nonce') } as Record<
      string,
      unknown
    >,
    text: await body.text(),
  };
}
const signed = (method: string, path: string): Promise<Awaited<ReturnType<typeof send>>> =>
  send(method, path, signedHeaders(hubby.partner, method, path));

describe('HEAD', () => {
  it('answers as GET does, without the body', async () => {
    for (const path of [
      '/livez',
      '/readyz',
      '/',
      '/docs',
      '/docs/',
      '/docs/js/scalar.js',
      '/docs/errors',
      '/openapi.json',
      '/.well-known/jwks.json',
      '/sandbox/mailbox',
      '/free-esim/test-travel?uuid=x',
      '/starter/?promoCode=X',
      '/nothing',
      '/api/nothing',
      '/api/bookings',
      '/api/operator/partners',
    ]) {
      const [get, head] = [await send('GET', path), await send('HEAD', path)];
      assert.deepEqual({ ...head, text: '' }, { ...get, text: '' }, path);
      assert.equal(head.text, '');
    }
  });

  it('is signed as HEAD', async () => {
    const made = await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
    });
    for (const path of [
      '/api/bookings',
      `/api/bookings/${made.body.data.id}`,
      '/api/destinations/GR',
      '/api/webhooks/settings',
      '/api/bookings/bkg_nothing',
    ]) {
      const [get, head] = [await signed('GET', path), await signed('HEAD', path)];
      assert.deepEqual({ ...head, text: '' }, { ...get, text: '' }, path);
      assert.equal(head.headers['content-length'], String(Buffer.byteLength(get.text)));
    }
    const path = '/api/bookings';
    assert.equal((await send('HEAD', path, signedHeaders(hubby.partner, 'GET', path))).status, 401);
  });

  it('is in no document', () => {
    const document = JSON.stringify(hubby.app.swagger());
    assert.ok(!document.includes('"head":'));
  });
});

describe('an answer that never changes', () => {
  it('has a strong tag, by which it is known again', async () => {
    const page = await send('GET', '/free-esim/test-travel?uuid=x');
    const style = /href="(\/assets\/[^"]+\.css)"/.exec(page.text)![1]!;
    for (const path of ['/openapi.json', '/docs/errors', '/docs/', '/docs/js/scalar.js', style]) {
      const first = await send('GET', path);
      const again = await send('GET', path);
      const { etag = '', 'cache-control': caching } = again.headers as Record<string, string>;
      assert.deepEqual(again, first, path);
      assert.match(etag, /^"[\w-]{20,}"$/, path);
      assert.match(caching!, /^(no-cache|public, max-age=\d+, immutable)$/);
      for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const { status, text, headers } = await send('GET', path, { 'if-none-match': known });
        assert.deepEqual([status, text, headers['etag']], [304, '', etag], path);
      }
      assert.equal((await send('GET', path, { 'if-none-match': '"x"' })).status, 200);
    }
  });

  it('is made once', async () => {
    let made = 0;
    const { swagger } = hubby.app;
    hubby.app.swagger = ((...options: []) => {
      made++;
      return swagger(...options);
    }) as never;
    const texts = await Promise.all(
      Array.from({ length: 150 }, async () => (await send('GET', '/openapi.json')).text),
    );
    assert.equal(new Set(texts).size, 1);
    assert.equal(made, 0, 'the tests above asked for it');
    assert.deepEqual(JSON.parse(texts[0]!), JSON.parse(JSON.stringify(swagger())));
  });
});
