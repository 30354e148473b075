/** Packages that are ordered ahead of their redemption, and those beside the universal eSIM. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'ahead-shows-at-once',
    bug: 'A package that was ordered ahead is redeemed as soon as it is there.',
    file: 'src/domain/esims/preordering/hold-package.ts',
    text: 'return row?.is_ahead === true;',
    broken: 'return false;',
    tests: ['flows/preorder'],
  },
  {
    id: 'ahead-though-days-run',
    bug: 'A package whose days count from the order is ordered ahead.',
    file: 'src/domain/esims/preordering/can-be-ahead.ts',
    text: "source.starts === 'first_use' &&",
    broken: '',
    tests: ['flows/preorder'],
  },
  {
    id: 'ahead-for-cancelled-bookings',
    bug: 'What nobody wants any more is ordered ahead all the same.',
    file: 'src/domain/esims/preordering/is-still-wanted.ts',
    text: 'return row !== undefined && row.is_open &&',
    broken: 'return row !== undefined &&',
    tests: ['flows/preorder'],
  },
  {
    id: 'ahead-locks-its-booking',
    bug: 'A booking with a package that was ordered ahead cannot be cancelled.',
    file: 'src/domain/bookings/changing/cancel-booking.ts',
    text: '       and preorder is null\n',
    broken: '',
    tests: ['flows/preorder'],
  },
  {
    id: 'ahead-on-an-esim-that-is-gone',
    bug: 'A redemption is answered with a package on an eSIM that was put away.',
    file: 'src/domain/esims/preordering/held-package.ts',
    text: 'esim === undefined || esim.is_gone || end',
    broken: 'esim === undefined || end',
    tests: ['flows/preorder'],
  },
  {
    id: 'first-use-goes-unheard',
    bug: 'An eSIM that holds nothing but what was ordered ahead is not asked for.',
    file: 'src/domain/esims/usage/esims-to-ask.sql',
    text: 'coalesce(k.is_live, false) or h.known is not null',
    broken: 'coalesce(k.is_live, false)',
    tests: ['flows/preorder'],
  },
  {
    id: 'beside-though-it-passes',
    bug: 'Another eSIM is made because of what passes within seconds.',
    file: 'src/domain/esims/provisioning/run-order.ts',
    text: 'return refusal !== null || isOutForLong(ctx, order.provider)',
    broken: 'return true',
    tests: ['flows/esim-on-failover'],
  },
  {
    id: 'beside-without-a-word',
    bug: 'Another eSIM is made for a partner that wants to wait.',
    file: 'src/domain/esims/provisioning/beside-universal.ts',
    text: "if (partner.settings.esim_on_failover !== 'new_esim') return null;",
    broken: '',
    tests: ['flows/esim-on-failover'],
  },
] satisfies Mutant[];
