/** Money of one currency in another: exact, rounded against us, by the newest rate in force. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  ratesOn,
  rateText,
  reaches,
  readRate,
  type Rate,
} from '../src/domain/catalog/rates/rates.ts';
import { decimalsOf, MAX_MINOR } from '../src/domain/money.ts';
import type { StoredAccount } from '../src/domain/suppliers/account.ts';
import { capReached } from '../src/domain/suppliers/spend-cap.ts';

const DAY = '2027-06-15';
const rate = (currency: string, text: string, date = DAY, to = 'EUR'): Rate => ({
  currency,
  to,
  date,
  rate: text,
});
const CODES = ['EUR', 'USD', 'JPY', 'KWD', 'CLF', 'GBP'];
const pair = fc.shuffledSubarray(CODES, { minLength: 2, maxLength: 2 }) as fc.Arbitrary<
  [string, string]
>;
/** As a file has it: up to 9 digits and 12 decimals. */
const factor = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.stringMatching(/^\d{0,12}$/))
  .map(([whole, decimals]) => (decimals === '' ? String(whole) : `${whole}.${decimals}`))
  .filter((text) => readRate(text) !== null);
const minor = fc.oneof(fc.integer({ min: 0, max: MAX_MINOR }), fc.nat({ max: 5_000 }));

describe('an amount in the catalog’s currency', () => {
  it('is the least that is not below the exact one as a cost, the most not above it as a worth', () => {
    fc.assert(
      fc.property(pair, factor, minor, ([from, to], text, amount) => {
        const rates = ratesOn(DAY, to, [rate(from, text, DAY, to)]);
        const [whole, decimals = ''] = text.split('.');
        // Both sides of `amount · rate`, as whole numbers of one unit that is small enough for both.
        const exact = BigInt(amount) * BigInt(whole + decimals) * 10n ** BigInt(decimalsOf(to));
        const unit = 10n ** BigInt(decimals.length + decimalsOf(from));
        fc.pre(exact / unit < 2n ** 52n);
        const cost = BigInt(rates.costOf({ minor: amount, currency: from })!);
        const worth = BigInt(rates.worthOf({ minor: amount, currency: from })!);
        assert.ok(cost * unit >= exact && (cost - 1n) * unit < exact, `cost ${cost}`);
        assert.ok(worth * unit <= exact && (worth + 1n) * unit > exact, `worth ${worth}`);
      }),
    );
  });

  it('knows the decimals of each currency', () => {
    const CASES: [string, string, string, number, number][] = [
      ['JPY', 'EUR', '0.00612', 1_000, 612],
      ['EUR', 'JPY', '163.4', 1_000, 1_634],
      ['KWD', 'EUR', '3.01', 1_000, 301],
      ['USD', 'EUR', '0.9231', 1, 1],
      ['USD', 'EUR', '1', 12_345, 12_345],
    ];
    for (const [from, to, text, amount, expected] of CASES) {
      const rates = ratesOn(DAY, to, [rate(from, text, DAY, to)]);
      assert.equal(rates.costOf({ minor: amount, currency: from }), expected, `${from} ${to}`);
    }
  });

  it('is itself without a rate, and nothing where there is none', () => {
    const rates = ratesOn(DAY, 'EUR', [rate('USD', '0.9')]);
    assert.equal(rates.costOf({ minor: 77, currency: 'EUR' }), 77);
    assert.equal(rates.costOf({ minor: 77, currency: 'GBP' }), null);
    assert.equal(rates.worthOf({ minor: 77, currency: 'GBP' }), null);
  });
});

describe('the rate in force', () => {
  it('is the newest that is not of the future, whatever their order', () => {
    const all = [
      rate('USD', '0.9', '2027-06-14'),
      rate('USD', '0.8', '2027-01-01'),
      rate('USD', '0.5', '2027-06-16'),
      rate('USD', '0.1', '2027-06-15', 'JPY'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (table) => {
        assert.equal(ratesOn(DAY, 'EUR', table).inForce.get('USD')?.rate, '0.9');
        assert.equal(ratesOn('2027-06-16', 'EUR', table).inForce.get('USD')?.rate, '0.5');
        assert.equal(ratesOn('2026-12-31', 'EUR', table).inForce.get('USD'), undefined);
        assert.equal(ratesOn(DAY, 'JPY', table).inForce.get('USD')?.rate, '0.1');
      }),
    );
  });

  it('makes another state of what is on sale', () => {
    const key = (...table: Rate[]): string => ratesOn(DAY, 'EUR', table).key;
    assert.equal(key(), '');
    assert.notEqual(key(rate('USD', '0.9')), key(rate('USD', '0.91')));
    assert.equal(key(rate('USD', '0.9')), key(rate('USD', '0.9', '2027-06-14')));
  });
});

describe('a rate', () => {
  it('is the digits that JSON has of it', () => {
    fc.assert(
      fc.property(factor, (text) => {
        const value = JSON.parse(JSON.stringify(Number(text))) as number;
        const written = rateText(value);
        if (written !== null) assert.equal(Number(written), value);
        else assert.ok(String(value).length > 12, text);
      }),
    );
    assert.equal(rateText(0.0000365), '0.0000365');
    assert.equal(rateText(3.65e-7), '0.000000365000');
    for (const none of [0, -1, 1e-13, 1e9, 1e21, Number.NaN, Infinity, 0.1234567890123])
      assert.equal(rateText(none), null, String(none));
    for (const none of ['', '0', '0.0', '-1', '1e3', '1,5', ' 1', '.5', '1.', '1'.repeat(10)])
      assert.equal(readRate(none), null, none);
  });
});

describe('a bound in one currency and sums in others', () => {
  const rates = ratesOn(DAY, 'EUR', [rate('USD', '0.9'), rate('JPY', '0.006')]);
  const cap = { spend_cap_minor: 10_000, spend_cap_currency: 'USD' } as StoredAccount;
  const spent = (...sums: [number, string][]): string | null =>
    capReached(
      cap,
      sums.map(([sum, currency]) => ({ minor: sum, currency })),
      rates,
    );

  it('are compared in the currency of both, else in the catalog’s', () => {
    assert.equal(spent(), null);
    assert.equal(spent([9_999, 'USD']), null);
    assert.match(spent([10_000, 'USD'])!, /spend cap of 100.00 USD a day is reached/);
    assert.equal(spent([8_999, 'EUR']), null);
    assert.match(spent([9_000, 'EUR'])!, /is reached/);
    assert.equal(spent([5_000, 'USD'], [4_499, 'EUR']), null);
    assert.match(spent([5_000, 'USD'], [4_499, 'EUR'], [1, 'JPY'])!, /is reached/);
  });

  it('is reached where they cannot be compared', () => {
    assert.match(spent([1, 'GBP'])!, /charges in GBP, its spend cap is in USD, and a rate to EUR/);
    assert.equal(
      reaches(rates, [{ minor: 1, currency: 'GBP' }], { minor: 1, currency: 'GBP' }),
      true,
    );
  });
});
