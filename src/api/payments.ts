/** What the pay desk calls back about. */
import { Type } from 'typebox';
import { receiveEvent } from '../domain/store/events/receive-event.ts';
import { providerRoute } from './callers/provider.ts';
import { answer } from './reference/schemas/shapes.ts';
import type { Route } from './route/route.ts';

export const payments: Route[] = [
  providerRoute({
    method: 'POST',
    url: '/api/payments/stripe/webhook',
    operationId: 'paymentEvent',
    tag: 'Providers',
    summary: 'An event of Stripe',
    description:
      'Signed by Stripe over the body as it came. Stored by its id, answered, and applied by a worker; one that is told again is not stored again.',
    answers: { 200: answer({ stored: Type.Boolean({ description: 'false: it was there' }) }) },
    errors: [400],
    async handle({ ctx, headers, rawBody }) {
      const { 'stripe-signature': signature } = headers;
      const given = typeof signature === 'string' ? signature : undefined;
      return { data: await receiveEvent(ctx, rawBody, given) };
    },
  }),
];
