/** `hubby supplier standin` as an operator runs it: what it prints is pasted, and works. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createOperatorToken } from '../src/domain/partners/keys/operator-tokens.ts';
import { until } from './faults/checks.ts';
import { startHubby, type Hubby } from './harness.ts';
import { run, start, type Running } from './support/cli.ts';

const BIN = fileURLToPath(new URL('../bin/hubby.mjs', import.meta.url));

let hubby: Hubby;
let folder: string;
before(async () => {
  hubby = await startHubby();
  folder = mkdtempSync(join(tmpdir(), 'hubby-standin-'));
  const operator_token = await createOperatorToken(hubby.ctx.db);
  writeFileSync(join(folder, 'credentials.json'), JSON.stringify({ operator_token }));
});
after(() => hubby.close());

/** As a shell runs the line; fails where it ends with anything but 0. */
async function paste(line: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-c', line.replace('npx hubby', `'${process.execPath}' '${BIN}'`)],
    {
      env: { PATH: process.env['PATH'], HUBBY_URL: hubby.url, HUBBY_DATA_DIR: folder },
    },
  );
  return stdout;
}

/** One that does not end is ended, so that its test fails instead of hanging. */
async function stop({ child, ended }: Running, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const { code, out, err } = await ended.finally(() => clearTimeout(limit));
  assert.deepEqual([code, err], [0, ''], out);
}

describe('hubby supplier standin', () => {
  for (const kind of ['airalo', 'esim-access', 'esim-go', 'zendit'])
    it(`${kind}: is added and tested as it says, and ends with ctrl-C`, async () => {
      const standIn = start(hubby, ['supplier', 'standin', kind]);
      await standIn.said(/ctrl-C ends it/);
      const [, url] = /is at (http:\/\/127\.0\.0\.1:\d+\/\S+)/.exec(standIn.out())!;
      const [add, test] = standIn
        .out()
        .split('\n')
        .filter((line) => line.startsWith('  '));
      await paste(add!);
      assert.match(await paste(test!), /is fine/);
      const { body } = await hubby.operator('GET', `/suppliers/standin-${kind}`);
      assert.deepEqual(
        [body.data.status, body.data.mode, body.data.base_url],
        ['active', 'test', url],
      );
      await stop(standIn, 'SIGINT');
      await assert.rejects(fetch(url!), 'nobody is there any more');
    });

  it('sends callbacks where it is told to, after the probe', async () => {
    const came: string[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        came.push(`${request.method} ${body}`);
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const standIn = start(hubby, [
      'supplier',
      'standin',
      'zendit',
      '--json',
      '--callback-url',
      `http://127.0.0.1:${port}/callbacks`,
    ]);
    await standIn.said(/"commands"/);
    const { url, credentials } = JSON.parse(standIn.out());
    const bought = await fetch(`${url}/esim/purchases`, {
      method: 'POST',
      headers: { authorization: `Bearer ${credentials.api_key}` },
      body: JSON.stringify({ offerId: 'ESIM-ES-7D-1GB', transactionId: 'a-first-one' }),
    });
    assert.equal(bought.ok, true, await bought.text());
    await until('the callback', async () => came.find((one) => one.startsWith('POST')));
    assert.equal(came[0], 'HEAD ');
    assert.match(came[1]!, /^POST .*a-first-one.*DONE|^POST .*DONE.*a-first-one/);
    await stop(standIn, 'SIGTERM');
    server.close();
  });

  it('says what it cannot do, and ends with 1', async () => {
    const taken = new URL(hubby.url).port;
    const cases: [string[], RegExp][] = [
      [['es2plus'], /^An SM-DP\+ has no stand-in to run: /],
      [
        ['acme'],
        /^"acme" has no stand-in: expected one of airalo, esim-access, esim-go, zendit\.$/,
      ],
      [['airalo', '--port', taken], new RegExp(`^Port ${taken} is taken: `)],
      [['airalo', '--port', '70000'], /^--port: expected a number up to 65535, got "70000"\.$/],
      [['airalo', '--callback-url', 'here'], /^--callback-url: expected an address .*"here"\.$/],
      [['zendit', '--callback-url', `${hubby.url}/none`], / does not answer HEAD with 2xx, /],
    ];
    for (const [args, expected] of cases) {
      const { code, out, err } = await run(hubby, ['supplier', 'standin', ...args]);
      assert.deepEqual([code, out], [1, ''], err);
      assert.match(err.trim(), expected);
    }
  });
});
