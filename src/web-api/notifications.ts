/** What members are told of, and addresses that are posted to: of a partner and of the installation. */
import { Type } from 'typebox';
import {
  memberRoute,
  type MemberWho,
  type PartnerMemberWho,
  type PrivateRoute,
} from '../api/callers/member.ts';
import { answer, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import { NEEDS } from '../domain/home/needs.ts';
import { addAddress } from '../domain/notifications/addresses/add-address.ts';
import { changeAddress, removeAddress } from '../domain/notifications/addresses/change-address.ts';
import { listAddresses } from '../domain/notifications/addresses/list-addresses.ts';
import { testAddress } from '../domain/notifications/addresses/test-address.ts';
import { setChoices, showChoices } from '../domain/notifications/choices.ts';
import { LANGUAGES } from '../domain/notifications/say.ts';
import { OPERATOR_SUBJECTS, WAYS } from '../domain/notifications/subjects.ts';
import { instant } from './shapes.ts';

const tag = 'Notifications';
const ALL_SUBJECTS = [...NEEDS, ...OPERATOR_SUBJECTS] as const;

const choices = answer({
  subjects: Type.Array(
    answer({
      subject: oneOf(ALL_SUBJECTS),
      way: oneOf(WAYS),
      usual_way: oneOf(WAYS, { description: 'how the role hears of it unless it is chosen' }),
    }),
  ),
});
const ways = Type.Object({
  ways: Type.Record(Type.String({ maxLength: 40 }), oneOf(WAYS), {
    maxProperties: 50,
    description: 'subject → how one wants to hear of it; what is not named stays',
  }),
});

const subjects = nullable(
  Type.Array(oneOf(ALL_SUBJECTS), { maxItems: 50, description: 'null = everything' }),
);
const label = text(60, { description: 'what it is called, as the name of a channel' });
const address = answer({
  id: Type.String(),
  label: Type.String(),
  url_hint: Type.String({ description: 'the host and the last characters; the rest is secret' }),
  language: oneOf(LANGUAGES),
  subjects,
  created_at: instant,
  status: oneOf(['on', 'failing', 'off'] as const),
  off_reason: nullable(
    oneOf(['member', 'failing', 'gone'] as const, {
      description: 'by a member; it failed for long; it said that it is gone',
    }),
  ),
  failing_since: nullable(instant),
  last_error: nullable(Type.String()),
});
const added = Type.Object({
  url: text(2_048, { description: "an incoming webhook in Slack's form" }),
  label,
  language: Type.Optional(oneOf(LANGUAGES, { description: 'default: en' })),
  subjects: Type.Optional(subjects),
});
const changed = Type.Object(
  {
    label: Type.Optional(label),
    language: Type.Optional(oneOf(LANGUAGES)),
    subjects: Type.Optional(subjects),
    is_on: Type.Optional(Type.Boolean()),
  },
  { minProperties: 1 },
);
const tested = answer({
  is_taken: Type.Boolean(),
  status_code: nullable(Type.Integer()),
  error: nullable(Type.String()),
});
const EXAMPLE = {
  url: 'https://hooks.slack.com/services/T000/B000/XXXX',
  label: '#travel-ops',
  language: 'en',
};

/** A partner's, or the installation's: the same routes, opened by other permissions. */
const PLACES = [
  {
    base: '/web-api/partners/:partner',
    params: { partner: text(128) },
    nameOf: (operationId: string) => operationId,
    own: 'bookings.read',
    read: 'settings.read',
    write: 'settings.write',
  },
  {
    base: '/web-api/operator',
    params: {},
    nameOf: (operationId: string) => `${operationId}OfOperator`,
    own: 'operator.orders.read',
    read: 'operator.manage',
    write: 'operator.manage',
  },
] as const;
type At = (typeof PLACES)[number];

/** Null = the installation. */
const partnerIdOf = (who: MemberWho | PartnerMemberWho): string | null =>
  'partner' in who ? who.partner.id : null;
const choosing = (who: MemberWho | PartnerMemberWho) => ({
  partnerId: partnerIdOf(who),
  memberId: who.member.id,
  permissions: who.permissions,
});

const ownChoices = ({ base, params, nameOf, own }: At): PrivateRoute[] => [
  memberRoute({
    method: 'GET',
    url: `${base}/notifications`,
    operationId: nameOf('getNotifications'),
    tag,
    summary: 'What I hear of by mail, and how',
    permission: own,
    params: Type.Object(params),
    answers: { 200: choices },
    handle: async (call) => ({
      data: { subjects: await showChoices(call.ctx, choosing(call)) },
    }),
  }),
  memberRoute({
    method: 'PUT',
    url: `${base}/notifications`,
    operationId: nameOf('setNotifications'),
    tag,
    summary: 'Choose what I hear of by mail, and how',
    permission: own,
    params: Type.Object(params),
    body: ways,
    example: { ways: { support_open: 'none' } },
    answers: { 200: choices },
    errors: [400],
    handle: async (call) => ({
      data: {
        subjects: await setChoices(call.ctx, call.actor, choosing(call), call.body.ways),
      },
    }),
  }),
];

const addresses = ({ base, params, nameOf, read, write }: At): PrivateRoute[] => [
  memberRoute({
    method: 'GET',
    url: `${base}/notification-addresses`,
    operationId: nameOf('listNotificationAddresses'),
    tag,
    summary: 'Addresses that are posted to, and how they do',
    permission: read,
    params: Type.Object(params),
    answers: { 200: answer({ addresses: Type.Array(address) }) },
    handle: async (call) => ({
      data: { addresses: await listAddresses(call.ctx, partnerIdOf(call)) },
    }),
  }),
  memberRoute({
    method: 'POST',
    url: `${base}/notification-addresses`,
    operationId: nameOf('addNotificationAddress'),
    tag,
    summary: 'Add an address that is posted to',
    permission: write,
    // What happens here leaves the house there.
    isFresh: true,
    params: Type.Object(params),
    body: added,
    example: EXAMPLE,
    answers: { 201: address },
    errors: [400, 409],
    handle: async (call) => ({
      status: 201,
      data: await addAddress(call.ctx, call.actor, partnerIdOf(call), call.body),
    }),
  }),
];

const oneAddress = ({ base, params, nameOf, write }: At): PrivateRoute[] => {
  const common = {
    tag,
    permission: write,
    params: Type.Object({ ...params, id: text(64) }),
    errors: [404],
  };
  const url = `${base}/notification-addresses/:id`;
  return [
    memberRoute({
      ...common,
      method: 'PATCH',
      url,
      operationId: nameOf('changeNotificationAddress'),
      summary: 'Change an address, or switch it off or on again',
      body: changed,
      example: { is_on: true },
      answers: { 200: address },
      errors: [400, 404],
      handle: async (call) => ({
        data: await changeAddress(call.ctx, call.actor, targetOf(call), call.body),
      }),
    }),
    memberRoute({
      ...common,
      method: 'DELETE',
      url,
      operationId: nameOf('removeNotificationAddress'),
      summary: 'Remove an address',
      answers: { 200: answer({}) },
      async handle(call) {
        await removeAddress(call.ctx, call.actor, targetOf(call));
        return { data: {} };
      },
    }),
    memberRoute({
      ...common,
      method: 'POST',
      url: `${url}/test`,
      operationId: nameOf('testNotificationAddress'),
      summary: 'Post a test there now',
      answers: { 200: tested },
      handle: async (call) => ({
        data: await testAddress(call.ctx, call.actor, targetOf(call)),
      }),
    }),
  ];
};

const targetOf = (call: (MemberWho | PartnerMemberWho) & { params: { id: string } }) => ({
  partnerId: partnerIdOf(call),
  id: call.params.id,
});

export const notifications: PrivateRoute[] = PLACES.flatMap((at) => [
  ...ownChoices(at),
  ...addresses(at),
  ...oneAddress(at),
]);
