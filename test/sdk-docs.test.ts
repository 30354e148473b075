/** What docs/sdk.md gives to paste does what it says. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { signatureHeaders, signingKeys } from '@hubby/sdk/webhooks';
import { until } from './faults/checks.ts';
import { makeSigningSecret } from '../src/domain/webhooks/endpoint/make-signing-secret.ts';
import { startHubby, type Hubby } from './harness.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const [booking, receiver] = [
  ...readFileSync(join(ROOT, 'docs/sdk.md'), 'utf8').matchAll(/^```js\n([\s\S]*?)^```$/gm),
].map((m) => m[1]!);

describe('docs/sdk.md', () => {
  const home = mkdtempSync(join(tmpdir(), 'hubby-sdk-docs-'));
  let hubby: Hubby;
  before(async () => {
    mkdirSync(join(home, 'node_modules/@hubby'), { recursive: true });
    symlinkSync(join(ROOT, 'packages/sdk'), join(home, 'node_modules/@hubby/sdk'));
    hubby = await startHubby();
  });
  after(async () => {
    await hubby.close();
    rmSync(home, { recursive: true });
  });

  function run(code: string, env: Record<string, string>) {
    const file = join(home, 'example.mjs');
    writeFileSync(file, code);
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], { env });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    return { child, said: () => text };
  }

  it('makes a first booking', async () => {
    const { child, said } = run(booking!, {
      HUBBY_URL: hubby.url,
      HUBBY_API_KEY: hubby.partner.api_key,
      HUBBY_API_SECRET: hubby.partner.api_secret,
    });
    await until('the example to end', async () => child.exitCode !== null);
    assert.match(said(), /^bkg_\w+ pq_\w+\n$/);
  });

  it('receives what is real, and nothing else', async () => {
    const secret = makeSigningSecret();
    // Port 0 takes a free one; the example says nothing of it, so that this is added.
    const code = receiver!.replace(
      '.listen(process.env.PORT ?? 8000);',
      '.listen(0, function () { console.log(`port ${this.address().port}.`) });',
    );
    const { child, said } = run(code, { HUBBY_WEBHOOK_SECRET: secret });
    try {
      const port = await until('its port', async () => /port (\d+)\./.exec(said())?.[1]);
      const body = JSON.stringify({ event: 'esim.enabled', event_id: 'evt_1', data: {} });
      const post = (headers: Record<string, string>): Promise<number> =>
        new Promise((resolve, reject) => {
          const call = request({ port, method: 'POST', headers }, (answer) => {
            answer.resume();
            resolve(answer.statusCode!);
          });
          call.on('error', reject);
          call.end(body);
        });
      const sign = (key: string): Record<string, string> =>
        signatureHeaders([signingKeys(key)], 'evt_1', body, Date.now());
      assert.equal(await post(sign(secret)), 204);
      assert.equal(await post(sign(makeSigningSecret())), 400);
      assert.equal(await post({}), 400);
      await until('the event', async () => said().includes('esim.enabled evt_1'));
    } finally {
      child.kill();
    }
  });
});
