/** Sources and the choice between them. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'sources-may-leave-out-countries',
    bug: 'A source that does not work in a country of the bundle delivers it.',
    file: 'src/domain/catalog/fits-bundle.ts',
    text: 'if (missing.length > 0) return',
    broken: 'if (false) return',
    tests: ['test/routing'],
  },
  {
    id: 'twice-the-bytes-is-given-away',
    bug: 'A source with just twice the bytes fits.',
    file: 'src/domain/catalog/fits-bundle.ts',
    text: 'bytes * 100 >= promised * TOO_MUCH_PERCENT',
    broken: 'bytes * 100 > promised * TOO_MUCH_PERCENT',
    tests: ['test/routing'],
  },
  {
    id: 'vanished-sources-deliver',
    bug: 'What its supplier no longer lists is still ordered.',
    file: 'src/domain/catalog/on-sale.ts',
    text: '!source.is_stale && source.currency',
    broken: 'source.currency',
    tests: ['catalog-sale'],
  },
  {
    id: 'accounts-without-a-source-for-all',
    bug: 'An account is taken that cannot deliver one of the packages.',
    file: 'src/domain/routing/choose-source.ts',
    text: 'if (cheapest === null) return [];',
    broken: 'if (cheapest === null) continue;',
    tests: ['test/routing'],
  },
  {
    id: 'troubled-accounts-come-first',
    bug: 'An account out of routing is taken because it is cheap.',
    file: 'src/domain/routing/choose-source.ts',
    text: 'account.outBecause === null ? 0 : 1,',
    broken: '0,',
    tests: ['test/routing'],
  },
  {
    id: 'former-ids-make-new-entries',
    bug: 'A booking sent again by a former id of its bundle has the package twice.',
    file: 'src/domain/planning/plan-entry.ts',
    text: 'market.catalog.bundle(id)?.id ?? id',
    broken: 'id',
    tests: ['flows/sources'],
  },
  {
    id: 'stored-former-ids-are-unknown',
    bug: 'A booking stored by a former id of its bundle and sent by the new one has the package twice.',
    file: 'src/domain/bookings/creating/create-booking.sql',
    text: "jsonb_array_length(e.value->'formerly') > 0",
    broken: 'false',
    tests: ['flows/sources'],
  },
  {
    id: 'packages-hold-what-was-sold',
    bug: "A package's bytes are the bundle's, not those that its source delivers.",
    file: 'src/domain/esims/provisioning/source-of-queue.ts',
    text: '  bytes: source.bytes,\n  duration_days: source.duration_days,',
    broken: '  bytes: 1,\n  duration_days: source.duration_days,',
    tests: ['flows/provisioning'],
  },
] satisfies Mutant[];
