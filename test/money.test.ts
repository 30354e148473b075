/** Amounts of every currency in use: how many decimals, exact ways there and back, one rounding. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { amountText } from '../packages/cli/src/print.ts';
import {
  addPercent,
  decimalsOf,
  decimalsText,
  isCurrency,
  MAX_MINOR,
  readAmount,
  toMajor,
  toMinor,
  writeAmount,
} from '../src/domain/money.ts';

const CURRENCIES = [...Intl.supportedValuesOf('currency'), 'UYI', 'UYW', 'CLF'];
const currency = fc.constantFrom(...CURRENCIES);
const minor = fc.oneof(fc.integer({ min: 0, max: MAX_MINOR }), fc.nat({ max: 5_000 }));

describe('decimals', () => {
  it('are those of ISO 4217', () => {
    const of = (codes: string): number[] => codes.split(' ').map(decimalsOf);
    assert.deepEqual(of('EUR USD GBP HUF IDR COP'), [2, 2, 2, 2, 2, 2]);
    assert.deepEqual(of('JPY KRW CLP ISK UGX VND XOF'), [0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(of('KWD BHD IQD TND'), [3, 3, 3, 3]);
    assert.deepEqual(of('CLF UYW'), [4, 4]);
    assert.deepEqual(['JPY', 'EUR', 'KWD', 'CLF'].map(decimalsText), [
      'no decimals',
      'at most two decimals',
      'at most three decimals',
      'at most four decimals',
    ]);
  });

  it('differ from Intl only where people no longer pay with the smaller coins', () => {
    const byIntl = (code: string): number =>
      new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
        .maximumFractionDigits!;
    const others = Intl.supportedValuesOf('currency').filter(
      (code) => byIntl(code) !== decimalsOf(code),
    );
    // A new code here comes with a new Node: ask ISO's list before it is added.
    assert.deepEqual(
      others,
      'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER'.split(' '),
    );
    for (const code of others) assert.equal(byIntl(code), 0, code);
  });

  it('are asked of currencies in use', () => {
    assert.deepEqual(['EUR', 'JPY', 'KWD'].map(isCurrency), [true, true, true]);
    assert.deepEqual(['eur', 'DEM', 'XXQ', '', 'EURO'].map(isCurrency), Array(5).fill(false));
  });
});

describe('an amount', () => {
  it('comes back from major units, also over JSON, in every currency', () => {
    fc.assert(
      fc.property(minor, currency, (m, c) => {
        const major = toMajor({ minor: m, currency: c });
        assert.equal(toMinor(major, c), m);
        assert.equal(toMinor(JSON.parse(JSON.stringify(major)) as number, c), m);
        assert.equal(toMinor(Number(writeAmount({ minor: m, currency: c })), c), m);
      }),
    );
  });

  it('comes back from its digits, in every currency', () => {
    fc.assert(
      fc.property(minor, currency, (m, c) => {
        const text = writeAmount({ minor: m, currency: c });
        assert.equal(text.split('.')[1]?.length ?? 0, decimalsOf(c));
        assert.equal(readAmount(text, c), m);
        assert.equal(Number(text), toMajor({ minor: m, currency: c }));
      }),
    );
  });

  it('with a decimal more than its currency has is none, and nothing is rounded', () => {
    fc.assert(
      fc.property(minor, currency, fc.integer({ min: 1, max: 9 }), (m, c, digit) => {
        const whole = writeAmount({ minor: m, currency: c });
        const text = `${whole}${decimalsOf(c) === 0 ? '.' : ''}${digit}`;
        assert.equal(readAmount(text, c), null, text);
        assert.equal(toMinor(Number(text), c), null, text);
      }),
    );
  });

  it('is not below zero, nor more than can be stored', () => {
    for (const wrong of [-1, -0.01, NaN, Infinity, 21_474_836.48])
      assert.equal(toMinor(wrong, 'EUR'), null, String(wrong));
    assert.equal(toMinor(21_474_836.47, 'EUR'), MAX_MINOR);
    assert.equal(readAmount('21474836.47', 'EUR'), MAX_MINOR);
    for (const wrong of ['21474836.48', '-1', '', '.5', '5.', '1e3', ' 1', '1,5', '99999999999'])
      assert.equal(readAmount(wrong, 'EUR'), null, wrong);
  });
});

describe('an amount in the terminal', () => {
  it('has the decimals that people write, and those that count', () => {
    assert.deepEqual(
      [amountText(2.5, 'EUR'), amountText(1450, 'JPY'), amountText(0.755, 'IQD')],
      ['2.50', '1450', '0.755'],
    );
  });
});

describe('per cent', () => {
  it('round half a minor unit up, and stay within what can be stored', () => {
    assert.deepEqual(
      [addPercent(1, 50), addPercent(3, -50), addPercent(1_000, -12.35), addPercent(7, 0)],
      [2, 2, 877, 7],
    );
    assert.deepEqual([addPercent(100, -100), addPercent(MAX_MINOR, 1_000)], [0, MAX_MINOR]);
    const isExact = (m: number, thousandths: number): void => {
      const product = BigInt(m) * BigInt(100_000 + thousandths);
      const exact = Number((product + 50_000n) / 100_000n);
      assert.equal(addPercent(m, thousandths / 1_000), Math.min(MAX_MINOR, exact), `${m}`);
    };
    fc.assert(fc.property(minor, fc.integer({ min: -100_000, max: 1_000_000 }), isExact));
    // Halves are rare among those, and frequent among these.
    for (const thousandths of [-12_350, -10_000, 100, 10_100, 12_500, 15_500])
      for (let m = 0; m < 5_000; m += 5) isExact(m, thousandths);
  });
});
