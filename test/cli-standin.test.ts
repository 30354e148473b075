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
  for (const kind of ['airalo', 'esim-access', 'esim-go', 'zendit', 'es2plus'])
    it(`${kind}: is added and tested as it says, and ends with ctrl-C`, async () => {
      const standIn = start(hubby, ['supplier', 'standin', kind]);
      await standIn.said(/ctrl-C ends it/);
      const [, url] = /is at (https?:\/\/127\.0\.0\.1:\d+\S*)/.exec(standIn.out())!;
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

  it('is made to fail, and shows what it sold, by its control page', async () => {
    const standIn = start(hubby, ['supplier', 'standin', 'zendit', '--json']);
    await standIn.said(/"commands"/);
    const { url, credentials, control } = JSON.parse(standIn.out());
    const buy = (transactionId: string) =>
      fetch(`${url}/esim/purchases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${credentials.api_key}` },
        body: JSON.stringify({ offerId: 'ESIM-ES-7D-1GB', transactionId }),
      });
    const type = async (command: string, text: string, headers = {}): Promise<string> => {
      const said = await fetch(`${control}/${command}`, { method: 'POST', body: text, headers });
      return `${said.status} ${(await said.text()).trim()}`;
    };
    const listed = await (await fetch(control)).text();
    for (const [command] of listed.matchAll(/^ {2}(\S+) /gm))
      assert.doesNotMatch(await type(command.trim(), 'nonsense'), /^404/);
    assert.match(listed, /curl -d 'cut_after 1' http:\/\/127\.0\.0\.1:\d+\/_control\/fail/);

    assert.equal(await type('heal', ''), '200 Done.');
    assert.equal(await type('fail', 'cut_after 1'), '200 Done.');
    await assert.rejects(buy('unanswered'));
    assert.equal((await buy('answered')).ok, true);
    type Sold = { reference: string; iccid: string | null }[];
    const sold = async (): Promise<Sold> =>
      (await (await fetch(`${control}/ledger`)).json()) as Sold;
    const [first] = await until('both to be done', async () => {
      const all = await sold();
      return all.every(({ iccid }) => iccid !== null) ? all : null;
    });
    assert.deepEqual(
      (await sold()).map(({ reference }) => reference),
      ['unanswered', 'answered'],
    );
    assert.equal(await type('use', `${first!.iccid} 1000`), '200 Done.');
    assert.equal(await type('block', 'on'), '200 Done.');
    assert.equal((await buy('refused')).status, 403);
    assert.match(await type('use', '8944 1000'), /^400 There is no such eSIM/);
    assert.match(await type('fail', 'often'), /^400 Expected one of cut_before, .*"often"/);
    assert.match(await type('balance', 'much'), /^400 Expected a number, 0 or more; got "much"/);
    assert.match(await type('none', ''), /^404 There is no POST \/_control\/none/);
    // A page in somebody's browser is not an operator.
    assert.match(await type('heal', '', { origin: 'http://evil.example' }), /^403/);
    await stop(standIn, 'SIGTERM');
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
      [
        ['acme'],
        /^"acme" has no stand-in: expected one of airalo, esim-access, esim-go, zendit, es2plus\.$/,
      ],
      [['es2plus', '--port', taken], new RegExp(`^Port ${taken} is taken: `)],
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
