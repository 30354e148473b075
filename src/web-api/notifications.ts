/** What members are told of, and addresses that are posted to: of a partner and of the installation. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import { answer, nullable, oneOf, text } from '../api/reference/schemas/shapes.ts';
import { addAddress } from '../domain/notifications/addresses/add-address.ts';
import { changeAddress, removeAddress } from '../domain/notifications/addresses/change-address.ts';
import { listAddresses } from '../domain/notifications/addresses/list-addresses.ts';
import { testAddress } from '../domain/notifications/addresses/test-address.ts';
import { setChoices, showChoices } from '../domain/notifications/choices.ts';
import { LANGUAGES } from '../domain/notifications/say.ts';
import { OPERATOR_SUBJECTS, WAYS } from '../domain/notifications/subjects.ts';
import { NEEDS } from '../domain/home/needs.ts';
import { byPartner, instant } from './shapes.ts';

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

const ofPartner: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/notifications',
    operationId: 'getNotifications',
    tag,
    summary: 'What I hear of by mail, and how',
    permission: 'bookings.read',
    params: byPartner,
    answers: { 200: choices },
    handle: async ({ ctx, member, partner, permissions }) => ({
      data: {
        subjects: await showChoices(ctx, {
          partnerId: partner.id,
          memberId: member.id,
          permissions,
        }),
      },
    }),
  }),
  memberRoute({
    method: 'PUT',
    url: '/web-api/partners/:partner/notifications',
    operationId: 'setNotifications',
    tag,
    summary: 'Choose what I hear of by mail, and how',
    permission: 'bookings.read',
    params: byPartner,
    body: ways,
    example: { ways: { key_expiring: 'daily' } },
    answers: { 200: choices },
    errors: [400],
    handle: async ({ ctx, actor, member, partner, permissions, body }) => ({
      data: {
        subjects: await setChoices(
          ctx,
          actor,
          { partnerId: partner.id, memberId: member.id, permissions },
          body.ways,
        ),
      },
    }),
  }),
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/notification-addresses',
    operationId: 'listNotificationAddresses',
    tag,
    summary: 'Addresses that are posted to, and how they do',
    permission: 'settings.read',
    params: byPartner,
    answers: { 200: answer({ addresses: Type.Array(address) }) },
    handle: async ({ ctx, partner }) => ({
      data: { addresses: await listAddresses(ctx, partner.id) },
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/notification-addresses',
    operationId: 'addNotificationAddress',
    tag,
    summary: 'Add an address that is posted to',
    permission: 'settings.write',
    // What happens at the partner leaves the house there.
    isFresh: true,
    params: byPartner,
    body: added,
    example: EXAMPLE,
    answers: { 201: address },
    errors: [400, 409],
    handle: async ({ ctx, actor, partner, body }) => ({
      status: 201,
      data: await addAddress(ctx, actor, partner.id, body),
    }),
  }),
  memberRoute({
    method: 'PATCH',
    url: '/web-api/partners/:partner/notification-addresses/:id',
    operationId: 'changeNotificationAddress',
    tag,
    summary: 'Change an address, or switch it off or on again',
    permission: 'settings.write',
    params: Type.Object({ partner: text(128), id: text(64) }),
    body: changed,
    example: { is_on: true },
    answers: { 200: address },
    errors: [400],
    handle: async ({ ctx, actor, partner, params: { id }, body }) => ({
      data: await changeAddress(ctx, actor, { partnerId: partner.id, id }, body),
    }),
  }),
  memberRoute({
    method: 'DELETE',
    url: '/web-api/partners/:partner/notification-addresses/:id',
    operationId: 'removeNotificationAddress',
    tag,
    summary: 'Remove an address',
    permission: 'settings.write',
    params: Type.Object({ partner: text(128), id: text(64) }),
    answers: { 200: answer({}) },
    async handle({ ctx, actor, partner, params: { id } }) {
      await removeAddress(ctx, actor, { partnerId: partner.id, id });
      return { data: {} };
    },
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/notification-addresses/:id/test',
    operationId: 'testNotificationAddress',
    tag,
    summary: 'Post a test there now',
    permission: 'settings.write',
    params: Type.Object({ partner: text(128), id: text(64) }),
    answers: { 200: tested },
    handle: async ({ ctx, actor, partner, params: { id } }) => ({
      data: await testAddress(ctx, actor, { partnerId: partner.id, id }),
    }),
  }),
];

export const notifications: PrivateRoute[] = ofPartner;
