/** Staging only: steers this partner's dealings with the sandbox telco, through the same code paths as the real thing. */
import { Type } from 'typebox';
import { partnerRoute, type Route } from './route.ts';
import { answer, oneOf } from './schemas.ts';
import { failNext, readLedger } from '../domain/esims/sandbox-telco.ts';

const FAULTS = ['timeout', 'timeout_before', 'error', 'out_of_stock'] as const;

export const sandbox: Route[] = [
  partnerRoute({
    method: 'POST', url: '/api/sandbox/fail', operationId: 'sandboxFail', tag: 'Sandbox', summary: "Let this partner's next provider calls fail",
    description: '`timeout`: it succeeds at the telco, but no answer comes. `timeout_before`: nothing happens and no answer comes. `error`: 500 and nothing happens. `out_of_stock`: a clean refusal. Only calls that provision use it up; `count: 0` ends it.',
    body: Type.Object({ next: oneOf(FAULTS), count: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 1 })) }, { additionalProperties: true }),
    answers: { 200: answer({ next: oneOf(FAULTS), count: Type.Integer() }) }, errors: [400, 401, 503], example: { next: 'timeout', count: 1 },
    handle: async ({ ctx, partner, body }) => ({ data: await failNext(ctx, partner, body.next, body.count ?? 1) }),
  }),
  partnerRoute({
    method: 'GET', url: '/api/sandbox/ledger', operationId: 'sandboxLedger', tag: 'Sandbox', summary: "The telco's own ledger of this partner's orders and calls",
    description: "What the sandbox telco has written down by itself: every order it provisioned, and every provisioning call it received with its outcome. For comparing with what Hubby says.",
    answers: { 200: answer({ orders: Type.Array(Type.Unknown()), calls: Type.Array(Type.Unknown()), complete: Type.Boolean() }) }, errors: [401, 503],
    handle: async ({ ctx, partner }) => ({ data: await readLedger(ctx, partner) }),
  }),
];
