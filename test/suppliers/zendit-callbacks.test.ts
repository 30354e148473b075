/** Zendit's callbacks: hints, known by a fixed header. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { ForgedCallback, ProviderUnclear } from '../../src/providers/provider.ts';
import { zenditProvider } from '../../src/providers/zendit/adapter.ts';
import { until } from '../faults/checks.ts';
import { stepsAt, zenditBench } from './zendit-bench.ts';
import { GB, HEADER } from './zendit-subject.ts';

const b = zenditBench();
const { create, find } = stepsAt(b);

describe('callbacks', () => {
  type Got = { headers: IncomingMessage['headers']; body: string };
  let got: Got[] = [];
  let probes = 0;
  const receiver = createServer((request, response) => {
    if (request.method === 'HEAD') probes++;
    const parts: Buffer[] = [];
    request
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        if (request.method === 'POST')
          got.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
        response.writeHead(200).end();
      });
  });
  before(async () => {
    await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    await b.standIn.control.webhooks.connect({
      url: `http://127.0.0.1:${port}/`,
      headerName: 'X-Hubby-Callback',
      headerValue: HEADER.value,
    });
  });
  after(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  beforeEach(() => {
    got = [];
    Object.assign(b.standIn.control.webhooks.delivery, {
      statuses: 'final',
      copies: 1,
      order: 'as_it_happens',
      header: 'right',
    });
  });
  const read = ({ headers, body }: Got) =>
    b.provider.parseCallback({ headers: headers as Record<string, string>, body });
  const heard = async (count: number): Promise<Got[]> => {
    await until(`${count} callbacks came`, async () => got.length >= count);
    await b.standIn.control.webhooks.settled();
    return got;
  };

  it('say which purchase to ask about, and nothing that is believed', async () => {
    assert.equal(probes, 1);
    const { reference } = await create();
    const [one] = await heard(1);
    const said = read(one!);
    assert.deepEqual(said.hints, [{ kind: 'order', reference, provider_order_id: reference }]);
    assert.deepEqual([said.trust, said.reports], ['unsigned', []]);
    const { status, updatedAt } = JSON.parse(one!.body) as { status: string; updatedAt: string };
    assert.equal(said.id, `${reference} ${status} ${updatedAt}`);
    assert.equal((await find(reference))?.status, 'confirmed');
  });

  it('that come again have the same id, and those of another status another', async () => {
    Object.assign(b.standIn.control.webhooks.delivery, {
      statuses: 'all',
      copies: 2,
      order: 'reversed',
    });
    await create();
    const all = (await heard(8)).map(read);
    assert.equal(all.length, 8);
    assert.equal(new Set(all.map((one) => one.id)).size, 4);
    assert.deepEqual(
      got.map(({ body }) => (JSON.parse(body) as { status: string }).status),
      [
        'DONE',
        'DONE',
        'IN_PROGRESS',
        'IN_PROGRESS',
        'AUTHORIZED',
        'AUTHORIZED',
        'PENDING',
        'PENDING',
      ],
    );
  });

  it('without the fixed header, or with another value, are forged', async () => {
    for (const header of ['missing', 'wrong'] as const) {
      b.standIn.control.webhooks.delivery.header = header;
      await create();
      await heard(1);
      assert.throws(() => read(got.shift()!), ForgedCallback, header);
    }
    const body = JSON.stringify({ transactionId: 't', status: 'DONE' });
    for (const value of ['', ` ${HEADER.value}`, `${HEADER.value}, ${HEADER.value}`, 'x'])
      assert.throws(
        () => b.provider.parseCallback({ headers: { [HEADER.name]: value }, body }),
        ForgedCallback,
      );
    const open = zenditProvider({
      name: 'open',
      url: b.standIn.url,
      apiKey: 'k',
      header: null,
      bytesPerGb: GB,
    });
    assert.equal(open.parseCallback({ headers: {}, body }).trust, 'unsigned');
    await open.close();
  });

  it('that make no sense are unclear, and those about other products mean nothing to us', () => {
    const say = (body: string) =>
      b.provider.parseCallback({ headers: { [HEADER.name]: HEADER.value }, body });
    for (const body of ['', '{', '[]', '7', 'null', '{}', '{"transactionId":5,"status":"DONE"}'])
      assert.throws(() => say(body), ProviderUnclear, body);
    const other = { transactionId: 't', status: 'DONE', productType: 'VOUCHER' };
    assert.deepEqual(say(JSON.stringify(other)).hints, []);
  });
});
