/** What codes of the second factor are, apart from any database. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { newRecoveryCode, recoveryCodeHash } from '../src/domain/members/factors/recovery-code.ts';
import { newTotpSecret, stepOfCode, totpUri } from '../src/domain/members/factors/totp-code.ts';

/** Of appendix B of RFC 6238, SHA-1; an app shows the last six digits. */
const VECTORS: [seconds: number, code: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];
const SECRET = Secret.fromLatin1('12345678901234567890').base32;

describe('codes of an authenticator app', () => {
  it('are those of RFC 6238', () => {
    for (const [seconds, code] of VECTORS)
      assert.equal(
        stepOfCode(SECRET, code.slice(2), new Date(seconds * 1_000)),
        Math.floor(seconds / 30),
      );
  });

  it('are taken thirty seconds early and late, and no further off', () => {
    const secret = newTotpSecret();
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 100_000_000 }),
        fc.integer({ min: -4, max: 4 }),
        (step, off) => {
          const code = TOTP.generate({
            secret: Secret.fromBase32(secret),
            timestamp: step * 30_000,
          });
          const found = stepOfCode(secret, code, new Date((step + off) * 30_000 + 29_999));
          // Another one of these steps may have the very same six digits.
          if (Math.abs(off) <= 1) return found !== null;
          return found === null || found !== step;
        },
      ),
    );
  });

  it('are read however people type them', () => {
    const now = new Date(59_000);
    for (const typed of ['287 082', ' 287082 ', '287-082', '２８７０８２'])
      assert.equal(stepOfCode(SECRET, typed, now), 1, typed);
    for (const typed of ['', '28708', '2870820', '28708a', '-287082e', '287082\n1'])
      assert.equal(stepOfCode(SECRET, typed, now), null, typed);
  });

  it('come of secrets of 160 random bits, which the QR code names with their owner', () => {
    const secret = newTotpSecret();
    assert.equal(Secret.fromBase32(secret).bytes.length, 20);
    assert.notEqual(secret, newTotpSecret());
    const uri = new URL(totpUri(secret, { issuer: 'Hubby', email: 'ada@travel.example' }));
    assert.equal(uri.protocol, 'otpauth:');
    assert.match(decodeURIComponent(uri.pathname), /Hubby:ada@travel\.example$/);
    assert.equal(uri.searchParams.get('secret'), secret);
  });
});

describe('recovery codes', () => {
  it('are known however they are typed, of their own member alone', () => {
    const code = newRecoveryCode();
    assert.match(code, /^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    const hash = recoveryCodeHash('mem_a', code)!;
    const bare = code.replaceAll('-', '');
    for (const typed of [bare, bare.toUpperCase(), ` ${code} `, code.replaceAll('-', ' – ')])
      assert.deepEqual(recoveryCodeHash('mem_a', typed), hash, typed);
    assert.deepEqual(
      recoveryCodeHash('mem_a', bare.replaceAll('0', 'O').replaceAll('1', 'l')),
      hash,
    );
    assert.notDeepEqual(recoveryCodeHash('mem_b', code), hash);
  });

  it('differ, and what is none is not looked up', () => {
    const codes = Array.from({ length: 1_000 }, newRecoveryCode);
    assert.equal(new Set(codes).size, 1_000);
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), (text) => recoveryCodeHash('mem_a', text) === null),
    );
    assert.equal(recoveryCodeHash('mem_a', 'u'.repeat(16)), null);
  });
});
