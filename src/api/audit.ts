/** GET /api/audit: what was done at the partner, by whom. */
import { listEntries } from '../domain/audit/list-entries.ts';
import { partnerRoute } from './callers/partner.ts';
import { auditAnswer, auditQuery } from './reference/schemas/audit.ts';
import { MAY_BE_SHORT } from './route/paging.ts';
import type { Route } from './route/route.ts';

export const audit: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/audit',
    operationId: 'listAuditEntries',
    tag: 'Account',
    summary: 'Who changed what, newest first',
    description: `Settings, keys, members, prices, and what people do by hand. ${MAY_BE_SHORT}`,
    query: auditQuery,
    answers: { 200: auditAnswer },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({
      data: await listEntries(
        ctx,
        { partnerId: partner.id, zone: partner.settings.time_zone },
        query,
      ),
    }),
  }),
];
