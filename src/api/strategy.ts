/** /api/strategy/preview: a strategy tried on what was booked. */
import { previewStrategy } from '../domain/bookings/strategy/preview-strategy.ts';
import { partnerRoute } from './callers/partner.ts';
import { strategyBody, strategyPreview } from './reference/schemas/strategy.ts';
import type { Route } from './route/route.ts';

export const strategy: Route[] = [
  partnerRoute({
    method: 'POST',
    url: '/api/strategy/preview',
    operationId: 'previewStrategy',
    tag: 'Prices',
    summary: 'See what another package strategy would have chosen',
    description:
      'For the bookings of the last 30 days whose entries named no size: what each would get and cost by the strategy in force and by this one, with the prices and accounts of today, as if its travelers were new. Nothing is stored. At most 5 000 bookings, the newest ones; null = no strategy.',
    body: strategyBody,
    example: { package_strategy: { name: 'fixed_size', parameters: { size: '3GB' } } },
    answers: { 200: strategyPreview },
    errors: [400],
    handle: async ({ ctx, partner, body }) => ({
      data: await previewStrategy(ctx, partner, body.package_strategy),
    }),
  }),
];
