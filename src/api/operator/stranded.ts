/** /api/operator/suppliers/{name}/stranded: who depends on an account. */
import { Type } from 'typebox';
import { listStranded, STRANDED_PAGE } from '../../domain/esims/stranded/list-stranded.ts';
import { ESIM_TYPES } from '../../domain/catalog/types.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { MAY_BE_SHORT, pageAnswer, paging } from '../route/paging.ts';
import { answer, nullable, oneOf, text } from '../reference/schemas/shapes.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const packages = {
  unused_packages: count('with data left, not begun'),
  running_packages: count('with data left, in use'),
};

const partner = answer(
  {
    partner_id: Type.String(),
    name: Type.String(),
    travelers: count('with something open, unused or running'),
    open_queues: count('that only this account can put onto the universal eSIMs'),
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
    iccid: Type.String({ description: 'of the first of `esims`' }),
    esims: Type.Array(
      answer({
        iccid: Type.String(),
        type: oneOf(ESIM_TYPES),
        ...packages,
      }),
      { description: 'at the account, the universal one first' },
    ),
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
    description: `Travelers with eSIMs at the account, universal or classic, that have packages with data left, or (the universal one) still to come; partner by partner. With the first page come the counts of each partner. ${MAY_BE_SHORT}`,
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
