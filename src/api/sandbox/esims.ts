/** Staging only: plays the traveler's device. */
import { Type } from 'typebox';
import { changeProfile } from '../../domain/sandbox/profile.ts';
import { consume, type ConsumeInput } from '../../domain/sandbox/consume.ts';
import { listPhones, PHONES_PAGE } from '../../domain/sandbox/list-phones.ts';
import { partnerRoute } from '../callers/partner.ts';
import type { Route } from '../route/route.ts';
import { pageAnswer, paging } from '../route/paging.ts';
import { answer, nullable, text } from '../reference/schemas/shapes.ts';
import { esimAnswer, esimFields, packageAnswer } from '../reference/schemas/esim.ts';

const params = Type.Object({ iccid: text(100) });
const shown = { current_esim: esimAnswer, current_esim_packages: Type.Array(packageAnswer) };

const ACTIONS = {
  install: 'Install the eSIM on a device: RELEASED → INSTALLED',
  enable: 'Switch the eSIM on: INSTALLED or DISABLED → ENABLED',
  disable: 'Switch the eSIM off: ENABLED → DISABLED',
  remove: 'Delete the eSIM from the device: any → DELETED',
} as const;

const actions = (Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]).map((action) =>
  partnerRoute({
    method: 'POST',
    url: `/api/sandbox/esims/:iccid/${action}`,
    operationId: `sandboxEsim${action[0]!.toUpperCase()}${action.slice(1)}`,
    tag: 'Sandbox',
    summary: ACTIONS[action],
    description:
      "The telco's report comes back by callback; 200 only when it is applied: the dashboard shows it, its events are recorded. 409 `conflict` for a step that is not possible from the present state.",
    params,
    answers: { 200: answer({ iccid: Type.String(), status: Type.String(), ...shown }) },
    errors: [404, 409, 422, 503],
    handle: async ({ ctx, partner, params: { iccid } }) => ({
      data: await changeProfile(ctx, partner, iccid, action),
    }),
  }),
);

const instant = Type.String({ format: 'date-time' });
const phone = answer({
  id: Type.String(),
  iccid: esimFields.iccid,
  provider: esimFields.provider,
  esim_type: esimFields.esim_type,
  status: esimFields.status,
  traveler_id: Type.String(),
  external_user_id: nullable(Type.String()),
  time_assigned: instant,
  archived_at: nullable(instant),
  packages: Type.Array(packageAnswer),
});

export const sandboxEsims: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/sandbox/esims',
    operationId: 'listSandboxEsims',
    tag: 'Sandbox',
    summary: 'All eSIMs, newest first, with what is on them',
    description: 'Those that the other calls play the device of. Without what installs them.',
    query: Type.Object(paging(PHONES_PAGE, 100)),
    answers: { 200: pageAnswer({ esims: Type.Array(phone) }) },
    errors: [400],
    handle: async ({ ctx, partner, query }) => ({ data: await listPhones(ctx, partner, query) }),
  }),
  ...actions,
  partnerRoute({
    method: 'POST',
    url: '/api/sandbox/esims/:iccid/consume',
    operationId: 'sandboxEsimConsume',
    tag: 'Sandbox',
    summary: 'Use data',
    description:
      "Bytes, or percent of a package's `total_bytes`, added to what was used; more than is left fills it up. `consumed_bytes` says what packages took, `uncovered_bytes` the rest. With `package_id` the telco counts them on that package; without, on the eSIM, and the usage rule chooses: of the packages that cover the country the activated ones first (by nearest expiry), then the others (fewer countries, nearest expiry, assignment). A jump fires every threshold it crosses. 200 only when the telco's report is applied. 409 `esim_not_enabled` unless the telco has the eSIM as ENABLED.",
    params,
    body: Type.Object(
      {
        bytes: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 50 })),
        percent: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        country: Type.Optional(
          text(100, {
            description:
              'ISO 3166 alpha-2 or alpha-3, or English name; default: the first country of the package',
          }),
        ),
        package_id: Type.Optional(
          text(100, { description: "the package's id, or the id or uuid of its package queue" }),
        ),
      },
      { additionalProperties: true },
    ),
    answers: {
      200: answer({
        iccid: Type.String(),
        country: Type.String({ description: 'alpha-3' }),
        consumed_bytes: Type.Integer(),
        uncovered_bytes: Type.Integer({ description: 'what no package took' }),
        ...shown,
      }),
    },
    errors: [400, 404, 409, 422, 503],
    tolerant: true,
    dropNulls: true,
    example: { percent: 25 },
    handle: async ({ ctx, partner, params: { iccid }, body, problems }) => ({
      data: await consume(ctx, partner, iccid, body as ConsumeInput, problems),
    }),
  }),
];
