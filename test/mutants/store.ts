/** Buying: one package for one payment, and money that goes back once. */
import type { Mutant } from '../../scripts/read-mutants.ts';

export default [
  {
    id: 'store-another-amount',
    bug: 'A page that was paid with another amount makes a purchase a paid one.',
    file: 'src/domain/store/begin-checkout.ts',
    text: 'amount?.minor === purchase.amount &&',
    broken: '',
    tests: ['flows/store'],
  },
  {
    id: 'store-other-mode',
    bug: 'Test money buys.',
    file: 'src/domain/store/begin-checkout.ts',
    text: 'isLive === desk.isLive &&',
    broken: '',
    tests: ['flows/store'],
  },
  {
    id: 'store-unsigned-event',
    bug: 'Whoever sends an event is believed.',
    file: 'src/domain/store/events/receive-event.ts',
    text: 'if (event === null)\n    throw',
    broken: 'if (event === null) return { stored: false };\n  if (rawBody === null)\n    throw',
    tests: ['flows/store'],
  },
  {
    id: 'store-two-queues',
    bug: 'Each try to deliver a purchase makes a package of its own.',
    file: 'src/domain/store/deliver.ts',
    text: 'if (row.queue_id !== null) return { queueId: row.queue_id, externalUserId };',
    broken: '',
    tests: ['flows/store'],
  },
  {
    id: 'store-refund-while-made',
    bug: 'The money goes back while the order may have been made.',
    file: 'src/domain/store/refund.ts',
    text: 'if (open !== undefined) return false;',
    broken: '',
    tests: ['flows/store'],
  },
  {
    id: 'store-no-consent',
    bug: 'A purchase needs no consent.',
    file: 'src/domain/store/begin-checkout.ts',
    text: 'if (mustConsent && input.consent !== true)',
    broken: 'if (false as boolean)',
    tests: ['flows/store'],
  },
  {
    id: 'store-back-anywhere',
    bug: 'The pay desk leads back to any site.',
    file: 'src/domain/store/return-to.ts',
    text: 'return originsOf(partner).has(url.origin) || isOfApp(ctx, partner, url);',
    broken: 'return originsOf(partner).size >= 0 || isOfApp(ctx, partner, url);',
    tests: ['flows/store'],
  },
  {
    id: 'store-purchases-of-others',
    bug: "A traveler reads another's purchase.",
    file: 'src/domain/store/read-purchases.ts',
    text: 'if (purchase?.traveler_id !== travelerId) throw purchaseNotFound();',
    broken: 'if (purchase === undefined || travelerId === "") throw purchaseNotFound();',
    tests: ['flows/store'],
  },
] satisfies Mutant[];
