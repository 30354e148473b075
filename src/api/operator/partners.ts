/**
 * /api/operator/partners: partners with their keys, settings and prices, for whoever runs this
 * installation.
 */
import { Type } from 'typebox';
import {
  renamePartner,
  resumePartner,
  suspendPartner,
} from '../../domain/partners/managing/change-partner.ts';
import {
  createPartner,
  findPartner,
  listPartners,
  showPartner,
} from '../../domain/partners/managing/partners.ts';
import { updateSettings } from '../../domain/partners/managing/settings.ts';
import { addKey } from '../../domain/partners/keys/add-key.ts';
import { changeKey } from '../../domain/partners/keys/change-key.ts';
import { revokeKey } from '../../domain/partners/keys/keys.ts';
import { KEY_SCOPES } from '../../domain/partners/keys/scopes.ts';
import { putPriceList, setPrices } from '../../domain/partners/set-prices.ts';
import { operatorRoute } from '../callers/operator.ts';
import type { Route } from '../route/route.ts';
import { changedKey, keyChange, keyInput, madeKey } from '../reference/schemas/keys.ts';
import { answer, nullable, text } from '../reference/schemas/shapes.ts';

const byId = Type.Object({ id: text(128) });
/** Its decimals are looked at where it is stored. */
const price = Type.Optional(
  Type.Number({
    minimum: 0,
    maximum: 1_000_000,
    description: 'major units, with no more decimals than the currency of the catalog has',
  }),
);
const priceItem = Type.Object({ bundle_id: text(128), b2b_price: price, b2c_price: price });
const partnerView = answer({
  id: Type.String(),
  name: Type.String(),
  slug: Type.String(),
  settings: Type.Record(Type.String(), Type.Unknown()),
  suspended_at: nullable(Type.String({ format: 'date-time' })),
});
/** Looked at key by key where they are stored. */
const settings = Type.Record(Type.String(), Type.Unknown(), {
  maxProperties: 100,
  'x-schema': 'PartnerSettings',
});
const signing_secret = Type.Optional(
  Type.String({ description: 'of webhooks, where this call made one: it is shown nowhere else' }),
);
const tag = 'Operator';
const ALL_SCOPES = new Set(KEY_SCOPES);

export const operatorPartners: Route[] = [
  operatorRoute({
    method: 'POST',
    url: '/api/operator/partners',
    operationId: 'createPartner',
    tag,
    summary: 'Create a partner with its first key',
    description: 'The secret is in this answer and nowhere else.',
    body: Type.Object({
      name: text(100),
      settings: Type.Optional(settings),
    }),
    answers: {
      201: answer({
        partner_id: Type.String(),
        api_key: Type.String(),
        api_secret: Type.String(),
        signing_secret,
      }),
    },
    errors: [400],
    example: { name: 'Blue Sky Airlines' },
    handle: async ({ ctx, actor, body }) => ({
      status: 201,
      data: await createPartner(ctx, actor, body),
    }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/partners',
    operationId: 'listPartners',
    tag,
    summary: 'List partners',
    answers: { 200: Type.Array(partnerView) },
    handle: async ({ ctx }) => ({ data: await listPartners(ctx) }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/partners/:id',
    operationId: 'showPartner',
    tag,
    summary: 'Show a partner with settings in force and keys',
    params: byId,
    answers: { 200: partnerView },
    errors: [404],
    handle: async ({ ctx, params }) => ({ data: await showPartner(ctx, params.id) }),
  }),
  operatorRoute({
    method: 'PATCH',
    url: '/api/operator/partners/:id',
    operationId: 'renamePartner',
    tag,
    summary: 'Rename a partner',
    description: 'The slug stays: links that travelers hold carry it.',
    params: byId,
    body: Type.Object({ name: text(100) }),
    answers: { 200: partnerView },
    errors: [400, 404],
    example: { name: 'Blue Sky Airways' },
    handle: async ({ ctx, actor, params, body }) => {
      await renamePartner(ctx, actor, params.id, body.name);
      return { data: await showPartner(ctx, params.id) };
    },
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/partners/:id/suspend',
    operationId: 'suspendPartner',
    tag,
    summary: 'Suspend a partner',
    description:
      "Its signed requests and its apps' calls get 401 `partner_suspended`, its promo codes are no longer valid. What was sold goes on: data, usage, events, mails. In force within 5 s everywhere; again: unchanged.",
    params: byId,
    answers: { 200: partnerView },
    errors: [404],
    handle: async ({ ctx, actor, params }) => {
      await suspendPartner(ctx, actor, params.id);
      return { data: await showPartner(ctx, params.id) };
    },
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/partners/:id/resume',
    operationId: 'resumePartner',
    tag,
    summary: 'End a suspension',
    description: 'In force within 5 s everywhere.',
    params: byId,
    answers: { 200: partnerView },
    errors: [404],
    handle: async ({ ctx, actor, params }) => {
      await resumePartner(ctx, actor, params.id);
      return { data: await showPartner(ctx, params.id) };
    },
  }),
  operatorRoute({
    method: 'PATCH',
    url: '/api/operator/partners/:id/settings',
    operationId: 'updateSettings',
    tag,
    summary: 'Change settings',
    description:
      'Replaces each named key whole and leaves the others; null goes back to the default. In force for the next request on this node, within 5 s elsewhere.',
    params: byId,
    body: settings,
    answers: {
      200: answer({
        id: Type.String(),
        settings: Type.Record(Type.String(), Type.Unknown()),
        signing_secret,
      }),
    },
    errors: [400, 404],
    example: { time_zone: 'Europe/Amsterdam', esim_assignment: 'redemption' },
    handle: async ({ ctx, actor, params, body }) => ({
      data: await updateSettings(ctx, actor, params.id, body),
    }),
  }),
  operatorRoute({
    method: 'PUT',
    url: '/api/operator/partners/:id/prices',
    operationId: 'setPrices',
    tag,
    summary: "Set a partner's own prices",
    description:
      'Custom price, then price list, then list price × (1 + modification %), net (b2b) and recommended (b2c) each by itself. Prices are in major units; what is not named stays.',
    params: byId,
    body: Type.Object({
      price_list_id: Type.Optional(nullable(text(64))),
      b2b_modification: Type.Optional(Type.Number({ minimum: -100, maximum: 1000 })),
      b2c_modification: Type.Optional(Type.Number({ minimum: -100, maximum: 1000 })),
      custom: Type.Optional(Type.Array(priceItem, { maxItems: 10_000 })),
    }),
    answers: { 200: partnerView },
    errors: [400, 404],
    example: {
      b2b_modification: -5,
      custom: [{ bundle_id: 'pkg_grc_1gb_365d', b2b_price: 2.5 }],
    },
    handle: async ({ ctx, actor, params, body }) => {
      await setPrices(ctx, actor, params.id, body);
      return { data: await showPartner(ctx, params.id) };
    },
  }),
  operatorRoute({
    method: 'PUT',
    url: '/api/operator/price-lists',
    operationId: 'putPriceList',
    tag,
    summary: 'Make or replace a price list',
    body: Type.Object({ name: text(100), items: Type.Array(priceItem, { maxItems: 50_000 }) }),
    bodyLimit: 16 * 1024 * 1024,
    answers: { 200: answer({ id: Type.String(), name: Type.String(), items: Type.Integer() }) },
    errors: [400],
    handle: async ({ ctx, actor, body }) => ({
      data: await putPriceList(ctx, actor, body.name, body.items),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/partners/:id/keys',
    operationId: 'createKey',
    tag,
    summary: 'Create another key for a partner',
    params: byId,
    description: 'With any scopes. The secret is in this answer and nowhere else.',
    body: Type.Object({
      ...keyInput.properties,
      min_signature_version: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 1,
          description: '1; version 2 comes with a later release',
        }),
      ),
    }),
    example: { label: 'backend', scopes: ['bookings', 'travelers'] },
    answers: { 201: madeKey },
    errors: [400, 404],
    handle: async ({ ctx, actor, params, body }) => ({
      status: 201,
      data: await addKey(ctx, actor, await findPartner(ctx, params.id), body, ALL_SCOPES),
    }),
  }),
  operatorRoute({
    method: 'PATCH',
    url: '/api/operator/keys/:id',
    operationId: 'changeKey',
    tag,
    summary: 'Change from where a key may sign',
    description: 'On this node at once, elsewhere within 5 s.',
    params: byId,
    body: keyChange,
    example: { allowed_ips: ['203.0.113.0/24'] },
    answers: { 200: changedKey },
    errors: [400, 404],
    handle: async ({ ctx, actor, params, body }) => ({
      data: await changeKey(ctx, actor, null, params.id, body),
    }),
  }),
  operatorRoute({
    method: 'DELETE',
    url: '/api/operator/keys/:id',
    operationId: 'revokeKey',
    tag,
    summary: 'Revoke a key',
    description: 'Stops working on this node at once, elsewhere within 5 s.',
    params: byId,
    answers: {
      200: answer({
        api_key: Type.String(),
        partner_id: Type.String(),
        revoked_at: Type.Unknown(),
      }),
    },
    errors: [404],
    handle: async ({ ctx, actor, params }) => ({
      data: await revokeKey(ctx, actor, params.id),
    }),
  }),
];
