/** The pure rules of webhooks: which addresses, which signatures, when again, when switched off. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import { signatureHeaders, signingKeys } from '@hubby/sdk/webhooks';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { isPublic, literalOf } from '../src/channels/webhook/address.ts';
import {
  DISABLE_AFTER_MS,
  healthAfter,
  WARN_AFTER_MS,
  type Outcome,
} from '../src/domain/webhooks/delivering/health.ts';
import {
  DELAYS_MS,
  MAX_TRIES,
  nextDelay,
  readRetryAfter,
} from '../src/domain/webhooks/delivering/retry-schedule.ts';
import { makeSigningSecret } from '../src/domain/webhooks/endpoint/make-signing-secret.ts';

const DAY = 86_400_000;

describe('addresses', () => {
  it('are public only where they are plain unicast, in every way a URL can write them', () => {
    const hosts = [
      '127.1',
      '0x7f.1',
      '2130706433',
      '0177.0.0.1',
      '127.0.0.1.',
      '0',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '198.18.0.1',
      '192.0.2.1',
      '192.88.99.1',
      '203.0.113.7',
      '224.0.0.1',
      '240.0.0.1',
      '255.255.255.255',
      '[::]',
      '[::1]',
      '[::ffff:10.0.0.1]',
      '[::ffff:8.8.8.8]',
      '[::8.8.8.8]',
      '[64:ff9b::a00:1]',
      '[64:ff9b::8.8.8.8]',
      '[64:ff9b:1::1]',
      '[2002:a00:1::1]',
      '[2001:0:a00:1::1]',
      '[fe80::1]',
      '[fc00::1]',
      '[fd12::1]',
      '[ff02::1]',
      '[fec0::1]',
      '[2001:db8::1]',
      '[2001:10::1]',
      '[2001:20::1]',
      '[3fff::1]',
      '[5f00::1]',
      '[100::1]',
      '[4000::1]',
      '[8000::1]',
    ];
    for (const host of hosts) {
      const literal = literalOf(new URL(`http://${host}/`).hostname);
      assert.ok(literal !== null, `${host} is a literal`);
      assert.equal(isPublic(literal), false, host);
    }
    for (const host of ['8.8.8.8', '1.1.1.1', '[2606:4700:4700::1111]', '[2a00:1450:4001::1]'])
      assert.equal(isPublic(literalOf(new URL(`http://${host}/`).hostname)!), true, host);
    assert.equal(literalOf('example.com'), null);
    for (const nonsense of ['', 'example.com', 'fe80::1%eth0', '8.8.8.8%1', '1.2.3'])
      assert.equal(isPublic(nonsense) && nonsense !== '1.2.3', false, nonsense);
  });

  it('that wrap a private IPv4 address never pass', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('::ffff:', '64:ff9b::', '::', '64:ff9b:1::', '::ffff:0:'),
        fc.ipV4(),
        (prefix, ip) => {
          assert.equal(isPublic(`${prefix}${ip}`), false);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('signatures', () => {
  it('fit the secret: ours its whole text, Standard Webhooks its decoded part', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 1, max: 3 }),
        (text, count) => {
          const body = JSON.stringify({ text });
          const secrets = Array.from({ length: count }, makeSigningSecret);
          const now = Date.now();
          const headers = signatureHeaders(secrets.map(signingKeys), 'evt_1', body, now);
          for (const secret of secrets) {
            new Webhook(secret).verify(body, headers);
            const ours = createHmac('sha256', secret)
              .update(`${Math.floor(now / 1000)}.${body}`)
              .digest('hex');
            assert.ok(headers['x-hubby-signature']!.split(',').includes(`sha256=${ours}`));
          }
          assert.throws(() => new Webhook(makeSigningSecret()).verify(body, headers));
        },
      ),
      { numRuns: 100 },
    );
    assert.deepEqual(signatureHeaders([], 'evt_1', '{}', Date.now()), {});
  });
});

describe('the retry schedule', () => {
  it('has ten tries, each delay within 20 % of its own, only lengthened by a retry-after, at most a day of it', () => {
    assert.equal(MAX_TRIES, 10);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 10 * DAY })),
        (tries, random, retryAfter) => {
          const base = DELAYS_MS[tries - 1]!;
          const delay = nextDelay(tries, random, retryAfter)!;
          const plain = nextDelay(tries, random, null)!;
          assert.ok(plain >= base * 0.8 - 1 && plain <= base * 1.2 + 1);
          assert.ok(delay >= plain);
          assert.ok(delay >= Math.min(retryAfter ?? 0, DAY));
          assert.ok(delay <= Math.max(plain, DAY));
        },
      ),
    );
    for (const tries of [10, 11, 50]) assert.equal(nextDelay(tries, 0.5, 60_000), null);
    assert.deepEqual(
      DELAYS_MS.map((_, i) => nextDelay(i + 1, 0.5, null)),
      [...DELAYS_MS],
    );
  });

  it('reads Retry-After as seconds or as a date, on 429 and 503 only', () => {
    const now = Date.parse('2027-07-15T12:00:00Z');
    assert.equal(readRetryAfter(429, '120', now), 120_000);
    assert.equal(readRetryAfter(503, ' 0 ', now), 0);
    assert.equal(readRetryAfter(503, 'Thu, 15 Jul 2027 12:10:00 GMT', now), 600_000);
    assert.equal(readRetryAfter(503, 'Thursday, 15-Jul-27 12:10:00 GMT', now) ?? 600_000, 600_000);
    assert.equal(readRetryAfter(429, 'Thu, 15 Jul 2020 12:10:00 GMT', now), 0);
    for (const [status, header] of [
      [500, '120'],
      [200, '120'],
      [null, '120'],
      [429, null],
      [429, 'soon'],
      [429, '-5'],
      [429, '1.5'],
      [429, ''],
      [429, '1e9'],
    ] as const)
      assert.equal(readRetryAfter(status, header, now), null, `${status} ${header}`);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ms = readRetryAfter(429, text, now);
        assert.ok(ms === null || (Number.isFinite(ms) && ms >= 0));
      }),
    );
  });
});

describe('an endpoint that only fails', () => {
  const START = Date.parse('2027-07-15T12:00:00Z');
  const at = (ms: number, isSuccess = false): Outcome => ({
    isSuccess,
    attemptedAt: new Date(START + ms),
    endedAt: new Date(START + ms),
  });
  const fresh = { failingSince: null, warnings: 0 };

  it('is warned thrice and then switched off; one success begins anew', () => {
    let health = { failingSince: null as Date | null, warnings: 0 };
    const seen: [number, number, boolean][] = [];
    for (let hours = 0; hours <= 121; hours += 1) {
      const next = healthAfter(health, [at(hours * 3_600_000)]);
      if (next.warnings !== health.warnings || next.disable)
        seen.push([hours, next.warnings, next.disable]);
      health = next;
      if (next.disable) break;
    }
    assert.deepEqual(seen, [
      [24, 1, false],
      [72, 2, false],
      [108, 3, false],
      [120, 3, true],
    ]);
    assert.deepEqual(
      healthAfter({ failingSince: new Date(START), warnings: 3 }, [at(4.9 * DAY, true)]),
      { failingSince: null, warnings: 0, disable: false },
    );
  });

  it('is never switched off without a warning before, never within five days, and never right after a success', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 * DAY }), fc.boolean()), { maxLength: 30 }),
        (raw) => {
          const outcomes = raw.sort((a, b) => a[0] - b[0]).map(([ms, ok]) => at(ms, ok));
          let health: { failingSince: Date | null; warnings: number } = fresh;
          for (const outcome of outcomes) {
            const next = healthAfter(health, [outcome]);
            if (next.disable) {
              assert.ok(health.warnings > 0);
              assert.ok(
                outcome.endedAt.getTime() - next.failingSince!.getTime() >= DISABLE_AFTER_MS,
              );
              assert.ok(
                outcomes.every(
                  (o) =>
                    !o.isSuccess ||
                    o.endedAt < next.failingSince! ||
                    o.endedAt > outcome.endedAt ||
                    o === outcome ||
                    o.endedAt.getTime() === next.failingSince!.getTime(),
                ),
              );
            }
            assert.equal(next.failingSince === null, outcome.isSuccess);
            assert.ok(next.warnings <= WARN_AFTER_MS.length);
            health = next;
          }
          // All at once or one by one: the same in the end.
          const { failingSince, warnings } = healthAfter(fresh, outcomes);
          assert.deepEqual(
            { failingSince, warnings },
            { failingSince: health.failingSince, warnings: health.warnings },
          );
        },
      ),
    );
  });
});
