import type { IncomingHttpHeaders } from 'node:http';
import { Type } from 'typebox';
import { receiveCallback } from '../domain/esims/usage/receive-reports.ts';
import { providerRoute } from './callers/provider.ts';
import type { Route } from './route/route.ts';
import { answer, text } from './reference/schemas/shapes.ts';

/** One text per name. */
export const plainHeaders = (headers: IncomingHttpHeaders): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );

export const providerCallbacks: Route[] = [
  providerRoute({
    method: 'POST',
    url: '/api/providers/:provider/callbacks',
    operationId: 'providerCallback',
    tag: 'Providers',
    summary: "A telco's reports of usage and state",
    description:
      "Signed in the provider's own way. Stored before it is answered and applied by a worker; a report that is told again is not stored again.",
    params: Type.Object({ provider: text(100) }),
    answers: {
      202: answer({
        received: Type.Integer(),
        stored: Type.Integer({ description: 'those that were new' }),
      }),
    },
    errors: [400, 404, 503],
    async handle({ ctx, params, headers, rawBody }) {
      const raw = { headers: plainHeaders(headers), body: rawBody };
      return { status: 202, data: await receiveCallback(ctx, params.provider, raw) };
    },
  }),
];
