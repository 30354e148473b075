import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { iso } from '../src/domain/esims/esim-view.ts';

it('instants of PostgreSQL’s JSON are written as toISOString writes them', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1970-01-01'), max: new Date('9000-01-01'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 999 }),
      (at, micros) => {
        // As PostgreSQL does: no zeros at the end of the fraction, and none at all for whole
        // seconds.
        const fraction =
          `${at.toISOString().slice(20, 23)}${String(micros).padStart(3, '0')}`.replace(/0+$/, '');
        assert.equal(
          iso(`${at.toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}+00:00`),
          at.toISOString(),
        );
      },
    ),
  );
  assert.equal(iso(null), null);
});
