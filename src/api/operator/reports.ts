/** /api/operator/reports: what is earned, and how suppliers do. */
import { Type } from 'typebox';
import { BY, margin, MARGIN_DAYS } from '../../domain/reports/margin/margin.ts';
import { marginCsv } from '../../domain/reports/margin/margin-csv.ts';
import { MAIL_DAYS, mailReport } from '../../domain/reports/mail-report.ts';
import { SUPPLY_DAYS, supplyReport } from '../../domain/reports/supply.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { mailReportAnswer } from '../reference/schemas/reports.ts';
import { answer, nullable, text } from '../reference/schemas/shapes.ts';

const tag = 'Operator';
const day = text(10, { format: 'date', examples: ['2027-07-15'] });
const days = { from: Type.Optional(day), to: Type.Optional(day) };
const count = (description: string) => Type.Integer({ minimum: 0, description });
const bounds = { from: Type.String(), to: Type.String() };

const marginQuery = Type.Object({
  ...days,
  by: Type.Optional(
    text(60, { description: `some of ${BY.join(', ')} with commas; default: all of them` }),
  ),
  partner_id: Type.Optional(text(64)),
});
const figures = {
  currency: Type.String({ description: "of revenue and cost: the partner's prices" }),
  packages: count('that were sold'),
  revenue: Type.Number({ description: 'net prices frozen on the queues, major units' }),
  cost: Type.Number({
    description: 'what suppliers charged, by the rate of the day; without `unconverted`',
  }),
  margin: nullable(Type.Number({ description: 'null where the cost is not known whole' })),
  margin_share: nullable(Type.Number({ description: 'of the revenue; null without it too' })),
  unconverted: Type.Array(answer({ currency: Type.String(), cost: Type.Number() }), {
    description: 'charged in currencies that had no rate on that day',
  }),
  without_cost: count('packages whose cost the supplier does not tell'),
};
const row = answer(
  {
    partner_id: Type.Optional(Type.String()),
    partner: Type.Optional(Type.String({ description: 'its name' })),
    bundle_id: Type.Optional(nullable(Type.String({ description: 'null: an eSIM by itself' }))),
    supplier: Type.Optional(Type.String({ description: 'the account' })),
    month: Type.Optional(Type.String({ examples: ['2027-07'] })),
    ...figures,
  },
  { title: 'MarginRow' },
);
const DAYS_TEXT = `Both dates (UTC) are included; at most ${MARGIN_DAYS.most} days.`;

export const operatorReports: Route[] = [
  operatorRoute({
    method: 'GET',
    url: '/api/operator/reports/margin',
    operationId: 'getMargin',
    tag,
    summary: 'Revenue, cost and margin',
    description: `By the day on which a supplier delivered. ${DAYS_TEXT} docs/reports.md defines every figure.`,
    query: marginQuery,
    answers: {
      200: answer(
        {
          ...bounds,
          by: Type.Array(Type.String()),
          rows: Type.Array(row),
          totals: Type.Array(row, { description: 'one per currency' }),
        },
        { title: 'Margin' },
      ),
    },
    errors: [400, 404],
    handle: async ({ ctx, query }) => ({ data: await margin(ctx, query) }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/reports/margin/csv',
    operationId: 'getMarginCsv',
    tag,
    summary: 'The same as CSV',
    description: `One line per row, without the totals. ${DAYS_TEXT}`,
    query: marginQuery,
    answers: { 200: answer({ csv: Type.String() }) },
    errors: [400, 404],
    handle: async ({ ctx, query }) => ({ data: { csv: marginCsv(await margin(ctx, query)) } }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/reports/supply',
    operationId: 'getSupplyReport',
    tag,
    summary: 'How supplier accounts did',
    description: `By the day on which an order was committed. Both dates (UTC) are included; at most ${SUPPLY_DAYS.most} days. docs/reports.md defines every figure.`,
    query: Type.Object(days),
    answers: {
      200: answer(
        {
          ...bounds,
          accounts: Type.Array(
            answer({
              account: Type.String(),
              orders: count('that ended at this account'),
              confirmed: count('provisioned'),
              rejected: count('refused, or given up'),
              in_review: count('that wait for a person'),
              under_way: count('nothing is certain of them yet'),
              success_share: nullable(
                Type.Number({ description: 'confirmed of those that are not under way, 0 to 1' }),
              ),
              p50_ms: nullable(Type.Number({ description: 'from the intent to the confirmation' })),
              p95_ms: nullable(Type.Number()),
              failed_over: count('orders that left it for another account'),
            }),
          ),
        },
        { title: 'SupplyReport' },
      ),
    },
    errors: [400],
    handle: async ({ ctx, query }) => ({ data: await supplyReport(ctx, query) }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/reports/mail',
    operationId: 'getMailReport',
    tag,
    summary: 'What became of mails to travelers, partner by partner',
    description: `By the day on which they were made, in the zone of each partner. Both dates are included; at most ${MAIL_DAYS.most} days, usually ${MAIL_DAYS.usual}. docs/reports.md defines every figure.`,
    query: Type.Object(days),
    answers: { 200: mailReportAnswer },
    errors: [400],
    handle: async ({ ctx, query }) => ({ data: await mailReport(ctx, query) }),
  }),
];
