import { Type } from 'typebox';
import { redeemPackage, userDashboard } from '../../domain/esims/user-dashboard.ts';
import { topUp } from '../../domain/bookings/creating/top-up.ts';
import { asBooked } from '../route/in-language.ts';
import { partnerRoute } from '../callers/partner.ts';
import type { Route } from '../route/route.ts';
import { answer, text } from '../reference/schemas/shapes.ts';
import { dashboardFields } from '../reference/schemas/dashboard.ts';
import { bookingAnswer } from '../reference/schemas/booking.ts';
import {
  esimAnswer,
  Iccid,
  packageAnswer,
  queueAnswer,
  redemptionAnswer,
} from '../reference/schemas/esim.ts';

export const native: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/native/user-dashboard',
    operationId: 'getUserDashboard',
    tag: 'Native',
    summary: 'Everything an app shows of one traveler',
    query: Type.Object({ external_user_id: text(255) }),
    answers: { 200: answer(dashboardFields) },
    errors: [400, 404],
    async handle({ ctx, partner, query }) {
      return { data: await userDashboard(ctx, partner, query.external_user_id) };
    },
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/native/redeem-package',
    operationId: 'redeemPackage',
    tag: 'Native',
    summary: "Redeem a package queue onto the traveler's universal eSIM",
    description:
      'Redemptions of one traveler go one after another: a call waits up to 10 s for the one under way. 503 `provider_unavailable` loses nothing: it finishes by itself, or the queue stays redeemable. `current_esim` is the eSIM that took the package: with the setting `esim_on_failover: new_esim` it may be a classic one beside the universal one.',
    body: Type.Object(
      {
        external_user_id: text(255),
        package_queue_id: text(100, { description: "the queue's id or uuid" }),
      },
      { additionalProperties: true },
    ),
    answers: { 200: redemptionAnswer },
    errors: [400, 404, 409, 422, 503],
    example: {
      external_user_id: 'ada',
      package_queue_id: 'pq_a1b2c3d4e5f64890abcdef1234567890',
    },
    async handle({ ctx, partner, body, once }) {
      const requestKey = once === null ? null : await once.begin();
      const { external_user_id: user, package_queue_id: queue } = body;
      return {
        message: 'Package queue redeemed successfully',
        data: await redeemPackage(ctx, partner, user, queue, requestKey),
      };
    },
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/esims/topup',
    operationId: 'topUp',
    tag: 'Native',
    summary: 'Book and redeem in one call',
    description:
      "A booking that departs today plus its redemption, for the traveler named by `iccid` or `external_user_id`. Always data-limited; without a destination that of the eSIM's newest package.",
    body: Type.Object(
      {
        iccid: Type.Optional(Iccid),
        external_user_id: Type.Optional(text(255)),
        size: text(20),
        destination: Type.Optional(text(100)),
      },
      { additionalProperties: true },
    ),
    answers: {
      201: answer({
        booking: bookingAnswer,
        package_queue: queueAnswer,
        current_esim: esimAnswer,
        current_esim_packages: Type.Array(packageAnswer),
      }),
    },
    errors: [400, 404, 409, 422, 503],
    dropNulls: true,
    example: { external_user_id: 'ada', size: '3GB' },
    async handle({ ctx, partner, body, once }) {
      const requestKey = once === null ? null : await once.begin();
      const data = await topUp(ctx, partner, body, requestKey);
      return { status: 201, data, ...asBooked(partner, data.booking) };
    },
  }),
];
