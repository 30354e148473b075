/** @hubby/sdk against the real server, and against a network that fails. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import {
  createHubby,
  HubbyConnectionError,
  HubbyError,
  type Detail,
  type Hubby as Client,
  type HubbyOptions,
} from '@hubby/sdk';
import { requestDigest, signRequest } from '@hubby/sdk/signing';
import { drifted, sdkFiles } from '../scripts/sdk.ts';
import { IN_A_YEAR, startHubby, user, type Hubby, type Json } from './harness.ts';
import { fileOf, goodRow } from './support/imports.ts';

describe('what is generated of the API', () => {
  it('is what openapi.json and the catalogue of events say: npm run docs:openapi', async () => {
    const openapi = readFileSync(
      new URL('../docs/reference/openapi.json', import.meta.url),
      'utf8',
    );
    assert.deepEqual(drifted(await sdkFiles(openapi)), []);
  });
});

describe('a signature', () => {
  it('is the HMAC that any other program makes', () => {
    // printf '1700000000000GET/api/destinations?type=region' | openssl dgst -sha256 -hmac secret
    const hex = '8e963e3ef1fdf32e827ce0d099a9bd2837a9b48b5aa41e8aad9c6d5b6122ee71';
    const parts = ['secret', '1700000000000', 'GET', '/api/destinations?type=region'] as const;
    assert.equal(signRequest(...parts), hex);
    assert.equal(requestDigest(...parts).toString('hex'), hex);
  });
});

describe('calls', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());

  const clientOf = (more: Partial<HubbyOptions> = {}): Client =>
    createHubby({
      baseUrl: `${hubby.url}/`,
      apiKey: hubby.partner.api_key,
      apiSecret: hubby.partner.api_secret,
      ...more,
    });
  const entry = (
    external_user_id: string,
  ): { external_user_id: string; destination: string; size: string } => ({
    external_user_id,
    destination: 'GR',
    size: '1GB',
  });
  const bookingsOf = async (id: string): Promise<number> =>
    (
      await hubby.sql<{ count: number }>(
        `select count(distinct q.booking_id)::int as count from package_queues q
         join travelers t on t.id = q.traveler_id where t.external_user_id = $1`,
        [id],
      )
    )[0]!.count;
  /** Lets the first request through and loses its answer; the others are as they are. */
  const losing =
    (seen: Request[]): typeof fetch =>
    async (input, init) => {
      const request = new Request(input as string, init);
      seen.push(request.clone() as Request);
      const response = await fetch(request);
      if (seen.length > 1) return response;
      await response.arrayBuffer();
      throw new TypeError('fetch failed', { cause: new Error('socket hang up') });
    };

  it('book, find and change, by path, query and body', async () => {
    const [client, id] = [clientOf(), `o'brien ~(${user()})*!/é?&=+%`];
    const booking = await client.createBooking({
      body: { departure_date: IN_A_YEAR, package_specifications: [entry(id)] },
    });
    await hubby.drain();
    const dashboard = await client.getUserDashboard({ external_user_id: id });
    assert.equal(dashboard.package_queues[0]!.id, booking.package_queues[0]!.id);
    const changed = await client.updateBooking({ id: booking.id, body: { locale: 'es' } });
    assert.equal(changed.id, booking.id);
    assert.equal((await client.getBooking({ id: booking.id })).id, booking.id);
    const { iccid } = dashboard.current_esim!;
    assert.match(await client.getEsimQrSvg({ iccid }), /^<svg/);
    const png = await client.getEsimQrPng({ iccid, size: 256 });
    assert.equal(Buffer.from(png.slice(1, 4)).toString('latin1'), 'PNG');
    await client.cancelBooking({ id: booking.id });
  });

  it('send files as they are, text or bytes, and read them as text', async () => {
    const client = clientOf();
    const file = fileOf(goodRow());
    for (const body of [file, new Uint8Array(Buffer.from(file))]) {
      const { id } = await client.createImport({ body, filename: 'trips.csv' });
      await hubby.drain();
      const { state, rows_bad } = await client.getImport({ id });
      assert.deepEqual([state, rows_bad], ['checked', 0]);
      assert.match(await client.getImportResult({ id }), /^booking_id,.*,good,/s);
    }
  });

  it('are refused with what is wrong, and the id of the request', async () => {
    const call = clientOf().createBooking({
      body: {
        departure_date: IN_A_YEAR,
        package_specifications: [{ ...entry(user()), size: 'much' }],
      },
    });
    const error = await call.then(
      () => assert.fail('it did not fail'),
      (e: unknown) => e as HubbyError,
    );
    assert.ok(error instanceof HubbyError);
    assert.deepEqual([error.status, error.type], [400, 'invalid_request']);
    assert.equal(error.field, 'package_specifications.0.size');
    assert.equal(error.details[0]!.field, error.field);
    assert.match(error.requestId!, /^\S{8,}$/);
    assert.ok(error.message.includes(error.reason) && error.message.includes(`  ${error.field}: `));
    const forged = clientOf({ apiSecret: 'hs_test_other' }).listDestinations();
    await assert.rejects(forged, { name: 'HubbyError', status: 401, type: 'signature_invalid' });
    await assert.rejects(clientOf().getEsimQrPng({ iccid: '8900000000000000000' }), {
      type: 'esim_not_found',
    });
  });

  it('say before they are sent that a path lacks its value', async () => {
    const fetch = (): never => assert.fail('it was sent');
    for (const id of ['', '.', '..'])
      await assert.rejects(clientOf({ fetch }).getBooking({ id }), TypeError);
  });

  it('hear of members that nobody knows', async () => {
    const warnings: Detail[] = [];
    const body = {
      departure_date: IN_A_YEAR,
      package_specifications: [entry(user())],
      colour: 'red',
    };
    await clientOf({ onWarning: (one) => warnings.push(one) }).previewBooking({ body });
    assert.deepEqual(
      warnings.map(({ field }) => field),
      ['colour'],
    );
  });

  it('come again under the same key where an answer was lost, and are done once', async () => {
    const [id, seen] = [user(), [] as Request[]];
    const booking = await clientOf({ fetch: losing(seen) }).createBooking({
      body: { departure_date: IN_A_YEAR, package_specifications: [entry(id)] },
    });
    assert.equal(booking.package_queues.length, 1);
    assert.equal(seen.length, 2);
    const keys = seen.map(({ headers }) => headers.get('idempotency-key'));
    assert.ok(keys[0] !== null && keys[0] === keys[1], String(keys));
    assert.equal(await bookingsOf(id), 1);
  });

  it('are not repeated where that could do something twice, nor where nobody wants it', async () => {
    const booking = await clientOf().createBooking({
      body: { departure_date: IN_A_YEAR, package_specifications: [entry(user())] },
    });
    const changes: Request[] = [];
    const change = clientOf({ fetch: losing(changes) }).updateBooking({
      id: booking.id,
      body: { locale: 'es' },
    });
    await assert.rejects(change, HubbyConnectionError);
    assert.equal(changes.length, 1);
    const once: Request[] = [];
    const call = clientOf({ fetch: losing(once), retries: 0 }).createBooking({
      body: { departure_date: IN_A_YEAR, package_specifications: [entry(user())] },
    });
    await assert.rejects(call, HubbyConnectionError);
    assert.deepEqual(
      once.map(({ headers }) => headers.get('idempotency-key')),
      [null],
    );
  });

  it('wait as long as an overloaded server asks, and give up on what no wait helps', async () => {
    const answers = (statuses: number[], body: Json): { fetch: typeof fetch; count(): number } => {
      let count = 0;
      const answer = async (): Promise<Response> => {
        const status = statuses[count++]!;
        return Response.json(status === 200 ? { success: true, data: { ok: 1 } } : body, {
          status,
          headers: status === 503 ? { 'retry-after': '0' } : {},
        });
      };
      return { fetch: answer as typeof fetch, count: () => count };
    };
    const overloaded = { success: false, error: { type: 'overloaded', message: 'Later.' } };
    const passing = answers([503, 503, 200], overloaded);
    assert.deepEqual(await clientOf({ fetch: passing.fetch }).getWebhookSettings(), { ok: 1 });
    const lasting = answers([503, 503, 503, 200], overloaded);
    await assert.rejects(clientOf({ fetch: lasting.fetch }).getWebhookSettings(), {
      type: 'overloaded',
    });
    assert.equal(lasting.count(), 3);
    const refused = answers([404, 200], { success: false, error: { type: 'not_found' } });
    await assert.rejects(clientOf({ fetch: refused.fetch }).getWebhookSettings(), { status: 404 });
    assert.equal(refused.count(), 1);
  });

  it('end when they are told to, without another try', async () => {
    const stop = new AbortController();
    let count = 0;
    const hanging: typeof fetch = (_, init) => {
      count++;
      stop.abort();
      return new Promise((_resolve, reject) => {
        const end = (): void => reject(init!.signal!.reason as Error);
        if (init!.signal!.aborted) end();
        else init!.signal!.addEventListener('abort', end);
      });
    };
    await assert.rejects(
      clientOf({ fetch: hanging }).listDestinations({}, { signal: stop.signal }),
      { name: 'AbortError' },
    );
    assert.equal(count, 1);
  });
});
