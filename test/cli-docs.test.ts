/** What the guides give a partner developer to paste does what they say. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { signatureHeaders, signingKeys } from '@hubby/sdk/webhooks';
import { eventsDoc } from '../scripts/events-doc.ts';
import { DELAYS_MS } from '../src/domain/webhooks/delivering/retry-schedule.ts';
import { makeSigningSecret } from '../src/domain/webhooks/endpoint/make-signing-secret.ts';
import { EVENT_TYPES } from '../src/domain/webhooks/events.ts';

const read = (file: string): string =>
  readFileSync(new URL(`../docs/${file}`, import.meta.url), 'utf8');
const blocks = (file: string, language: string): string[] =>
  [...read(file).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (m) => m[1]!,
  );

describe('docs/events.md', () => {
  it('is what the catalogue says', () => {
    assert.equal(read('events.md'), eventsDoc(), 'run: node scripts/events-doc.ts');
    for (const type of EVENT_TYPES) assert.ok(read('events.md').includes(`\`${type}\``), type);
  });
});

describe('docs/webhooks.md', () => {
  it('has the retry schedule', () => {
    const [, table] = /\| attempt \| after \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(
      read('webhooks.md'),
    )!;
    const unit = { minute: 60_000, minutes: 60_000, hours: 3_600_000 };
    const delays = table!
      .trim()
      .split('\n')
      .map((row) => row.split('|')[2]!.trim())
      .slice(1)
      .map((text) => {
        const [count, name] = text.split(' ') as [string, keyof typeof unit];
        return Number(count) * unit[name];
      });
    assert.deepEqual(delays, [...DELAYS_MS]);
  });

  it('verifies by hand in JavaScript what is real, and nothing else', async () => {
    const code = blocks('webhooks.md', 'js').find((block) =>
      block.includes('function isFromHubby'),
    )!;
    const file = join(mkdtempSync(join(tmpdir(), 'hubby-docs-')), 'verify.mjs');
    writeFileSync(file, code);
    const { isFromHubby } = (await import(pathToFileURL(file).href)) as {
      isFromHubby(headers: Record<string, string>, body: string | Buffer, secret: string): boolean;
    };
    const [secret, next] = [makeSigningSecret(), makeSigningSecret()];
    const body = '{"event":"booking.created","data":{"name":"Zoë"}}';
    const now = Date.now();
    const headers = signatureHeaders([signingKeys(secret)], 'evt_1', body, now);
    const rotating = signatureHeaders([signingKeys(next), signingKeys(secret)], 'evt_1', body, now);
    assert.ok(
      isFromHubby(headers, body, secret) && isFromHubby(headers, Buffer.from(body), secret),
    );
    assert.ok(isFromHubby(rotating, body, secret) && isFromHubby(rotating, body, next));
    assert.ok(
      !isFromHubby(headers, `${body} `, secret) &&
        !isFromHubby(headers, body, next) &&
        !isFromHubby({}, body, secret),
    );
    const changes: Record<string, string>[] = [
      { 'x-hubby-signature': 'sha256=' },
      { 'x-hubby-signature': '' },
      { 'x-hubby-signature': 'sha256=zz' },
      { 'x-hubby-timestamp': 'NaN' },
      { 'x-hubby-timestamp': '' },
    ];
    for (const change of changes) {
      assert.ok(!isFromHubby({ ...headers, ...change }, body, secret), JSON.stringify(change));
    }
    for (const off of [-301_000, 302_000])
      assert.ok(
        !isFromHubby(
          signatureHeaders([signingKeys(secret)], 'evt_1', body, now + off),
          body,
          secret,
        ),
        `${off} ms off`,
      );
    const empty = `sha256=${createHmac('sha256', '').update(`${headers['x-hubby-timestamp']}.${body}`).digest('hex')}`;
    assert.ok(!isFromHubby({ ...headers, 'x-hubby-signature': empty }, body, secret));
  });
});
