/** What another package strategy would have made of recent bookings. */
import { Type } from 'typebox';
import { packageStrategySchema } from '../../../domain/settings/package-strategy.ts';
import { answer, nullable } from './shapes.ts';

/** What stands in it is checked where it is set and previewed, with the catalog. */
export const strategyBody = Type.Object({ package_strategy: nullable(packageStrategySchema) });

const total = answer(
  {
    b2b_price: Type.Number({ description: 'net, of all of them' }),
    size_in_bytes: Type.Integer({ description: 'of bundles that have a size' }),
    refused: Type.Integer({ description: 'bookings that would be refused' }),
  },
  { title: 'StrategyTotal' },
);
const outcome = answer(
  {
    bundles: Type.Array(
      answer({
        bundle_id: Type.String(),
        label: Type.String(),
        destination: Type.String(),
        count: Type.Integer(),
      }),
    ),
    b2b_price: Type.Number(),
    issue: nullable(Type.String({ description: 'why the booking would be refused' })),
  },
  { title: 'StrategyOutcome' },
);
export const strategyPreview = answer(
  {
    from: Type.String({ format: 'date-time' }),
    to: Type.String({ format: 'date-time' }),
    bookings: Type.Integer({ description: 'made in these days and not cancelled' }),
    of_strategy: Type.Integer({ description: 'of those: with a bundle that the strategy chooses' }),
    changed: Type.Integer({ description: 'of those: would be other ones' }),
    is_complete: Type.Boolean({
      description: 'false: there are more bookings than are looked at, or than are planned',
    }),
    currency: Type.String(),
    paid: Type.Number({ description: 'what they cost when they were booked, net' }),
    before: total,
    after: total,
    changes: Type.Array(
      answer({
        id: Type.String(),
        booking_id: nullable(Type.String()),
        departure_date: Type.String(),
        before: outcome,
        after: outcome,
      }),
      { description: 'at most 100, those that differ the most' },
    ),
  },
  { title: 'StrategyPreview' },
);
