/** /api/operator/suppliers/{name}/stranded: who depends on an account. */
import { Type } from 'typebox';
import { listStranded, STRANDED_PAGE } from '../../domain/esims/stranded/list-stranded.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { MAY_BE_SHORT, pageAnswer, paging } from '../route/paging.ts';
import { answer, nullable, text } from '../reference/schemas/shapes.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const packages = {
  unused_packages: count('on the eSIM, with data left, not begun'),
  running_packages: count('on the eSIM, with data left, in use'),
};

const partner = answer(
  {
    partner_id: Type.String(),
    name: Type.String(),
    travelers: count('with something open, unused or running'),
    open_queues: count('that only this account can put onto these eSIMs'),
    ...packages,
    is_more: Type.Boolean({ description: 'counted are the first 10 000 travelers of a partner' }),
  },
  { title: 'StrandedPartner' },
);
const traveler = answer(
  {
    partner_id: Type.String(),
    traveler_id: Type.String(),
    external_user_id: nullable(Type.String()),
    iccid: Type.String(),
    stuck_queues: count('of the open ones those that no other account could deliver either'),
    open_queues: Type.Array(
      answer({
        id: Type.String(),
        bundle_id: Type.String(),
        destination: nullable(Type.String()),
        other_accounts: Type.Array(Type.String(), {
          description: 'that could deliver it now, onto an eSIM of their own; the best first',
        }),
      }),
    ),
    ...packages,
  },
  { title: 'StrandedTraveler' },
);

export const operatorStranded: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/suppliers/:name/stranded',
    operationId: 'listSupplierStranded',
    tag: 'Operator',
    summary: 'Who is stranded when a supplier account drains, is paused or dies',
    description: `Travelers whose universal eSIM is at the account, with packages still to come or with data left; partner by partner. With the first page come the counts of each partner. ${MAY_BE_SHORT}`,
    params: Type.Object({ name: text(40) }),
    query: Type.Object(paging(STRANDED_PAGE, 300)),
    answers: {
      200: pageAnswer({
        partners: nullable(
          Type.Array(partner, { description: 'with the first page, else null; by id' }),
        ),
        travelers: Type.Array(traveler),
      }),
    },
    errors: [400, 404],
    handle: async ({ ctx, params, query }) => ({
      data: await listStranded(ctx, params.name, query),
    }),
  }),
];
