/** /api/operator: for whoever runs this installation, by bearer token. The CLI is a client of it. */
import { Type } from 'typebox';
import { importCodes } from '../domain/bookings/import-codes.ts';
import { exportCatalog, importCatalog } from '../domain/catalog/import-catalog.ts';
import { importDevices } from '../domain/device-list/import-devices.ts';
import { archiveByOperator } from '../domain/esims/archive-by-operator.ts';
import { adoptOrder, listFindings, listOrders, retryOrder } from '../domain/esims/review.ts';
import { reconcile } from '../domain/esims/reconcile.ts';
import {
  createPartner,
  findPartner,
  listPartners,
  showPartner,
  updateSettings,
} from '../domain/partners/partners.ts';
import { createKey, revokeKey } from '../domain/partners/keys.ts';
import { putPriceList, setPrices } from '../domain/partners/prices.ts';
import { AppError, invalid } from '../errors.ts';
import { operatorRoute, type Route } from './route.ts';
import { answer, nullable, oneOf, text } from './schemas.ts';

const byId = Type.Object({ id: text(128) });
const price = Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000, multipleOf: 0.01 }));
const priceItem = Type.Object({ bundle_id: text(128), b2b_price: price, b2c_price: price });
const partnerView = answer({
  id: Type.String(),
  name: Type.String(),
  slug: Type.String(),
  settings: Type.Record(Type.String(), Type.Unknown()),
});
const tag = 'Operator';

export const operator: Route[] = [
  operatorRoute({
    method: 'POST',
    url: '/api/operator/partners',
    operationId: 'createPartner',
    tag,
    summary: 'Create a partner with its first key',
    description: 'The secret is in this answer and nowhere else.',
    body: Type.Object({
      name: text(100),
      settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
    answers: {
      201: answer({ partner_id: Type.String(), api_key: Type.String(), api_secret: Type.String() }),
    },
    errors: [400, 401],
    example: { name: 'Blue Sky Airlines' },
    handle: async ({ ctx, body }) => ({ status: 201, data: await createPartner(ctx, body) }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/partners',
    operationId: 'listPartners',
    tag,
    summary: 'List partners',
    answers: { 200: Type.Array(partnerView) },
    errors: [401],
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
    errors: [401, 404],
    handle: async ({ ctx, params }) => ({ data: await showPartner(ctx, params.id) }),
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
    body: Type.Record(Type.String(), Type.Unknown()),
    answers: {
      200: answer({ id: Type.String(), settings: Type.Record(Type.String(), Type.Unknown()) }),
    },
    errors: [400, 401, 404],
    example: { time_zone: 'Europe/Amsterdam', esim_assignment: 'redemption' },
    handle: async ({ ctx, params, body }) => ({ data: await updateSettings(ctx, params.id, body) }),
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
    errors: [400, 401, 404],
    example: {
      b2b_modification: -5,
      custom: [{ bundle_id: 'pkg_grc_1gb_365d_s1', b2b_price: 2.5 }],
    },
    handle: async ({ ctx, params, body }) => {
      await setPrices(ctx, params.id, body);
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
    errors: [400, 401],
    handle: async ({ ctx, body }) => ({ data: await putPriceList(ctx, body.name, body.items) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/partners/:id/keys',
    operationId: 'createKey',
    tag,
    summary: 'Create another key for a partner',
    params: byId,
    body: Type.Object({
      label: Type.Optional(text(100)),
      min_signature_version: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 1,
          description: '1; version 2 comes with a later release',
        }),
      ),
      expires_at: Type.Optional(Type.String({ format: 'date-time' })),
    }),
    answers: {
      201: answer({ partner_id: Type.String(), api_key: Type.String(), api_secret: Type.String() }),
    },
    errors: [400, 401, 404],
    handle: async ({ ctx, params, body }) => {
      const partner = await findPartner(ctx, params.id);
      const expiresAt = body.expires_at === undefined ? undefined : new Date(body.expires_at);
      if (expiresAt !== undefined && Number.isNaN(expiresAt.getTime()))
        throw invalid([{ field: 'expires_at', issue: 'expected a date and time that exists' }]);
      return {
        status: 201,
        data: {
          partner_id: partner.id,
          ...(await createKey(ctx, ctx.db, partner.id, {
            ...(body.label === undefined ? {} : { label: body.label }),
            ...(expiresAt === undefined ? {} : { expiresAt }),
          })),
        },
      };
    },
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
    errors: [401, 404],
    handle: async ({ ctx, params }) => ({ data: await revokeKey(ctx, params.id) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/catalog/import',
    operationId: 'importCatalog',
    tag,
    summary: 'Replace the catalog',
    consumes: 'text/csv',
    bodyLimit: 64 * 1024 * 1024,
    description:
      'The file of docs/catalog-csv.md as `text/csv`. A broken file is refused whole, with every bad row in details.',
    body: Type.String(),
    answers: {
      200: answer({
        version: Type.Integer(),
        destinations: Type.Integer(),
        bundles: Type.Integer(),
      }),
    },
    errors: [400, 401, 413, 415],
    handle: async ({ ctx, body }) => {
      if (typeof body !== 'string')
        throw new AppError('unsupported_media_type', 'Expected content-type: text/csv.');
      return { data: await importCatalog(ctx, body) };
    },
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/catalog/export',
    operationId: 'exportCatalog',
    tag,
    summary: 'The catalog as CSV',
    answers: { 200: answer({ csv: Type.String() }) },
    errors: [401],
    handle: async ({ ctx }) => ({ data: { csv: exportCatalog(ctx) } }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/partners/:id/promo-codes/import',
    operationId: 'importPromoCodes',
    tag,
    summary: "Import a partner's existing promo codes",
    consumes: 'text/csv',
    bodyLimit: 32 * 1024 * 1024,
    description:
      'The file of docs/promo-codes.md as `text/csv`. Refused whole when a line is wrong, with every bad one in details; codes that are there already are skipped.',
    params: byId,
    body: Type.String(),
    answers: { 200: answer({ imported: Type.Integer(), skipped: Type.Integer() }) },
    errors: [400, 401, 404, 413, 415],
    handle: async ({ ctx, params, body }) => {
      if (typeof body !== 'string')
        throw new AppError('unsupported_media_type', 'Expected content-type: text/csv.');
      return { data: await importCodes(ctx, params.id, body) };
    },
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/devices/import',
    operationId: 'importDevices',
    tag,
    summary: 'A bigger list of devices',
    consumes: 'text/csv',
    bodyLimit: 32 * 1024 * 1024,
    description:
      'The file of docs/devices.md as `text/csv`, over the shipped list and in place of the one imported before. Refused whole when a line is wrong, with every bad one in details. In force everywhere within 5 s.',
    body: Type.String(),
    answers: {
      200: answer({
        imported: Type.Integer(),
        devices: Type.Integer({ description: 'in force now' }),
        version: Type.String(),
      }),
    },
    errors: [400, 401, 413, 415],
    handle: async ({ ctx, body }) => {
      if (typeof body !== 'string')
        throw new AppError('unsupported_media_type', 'Expected content-type: text/csv.');
      return { data: await importDevices(ctx, body) };
    },
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/esims/:iccid/archive',
    operationId: 'archiveEsim',
    tag,
    summary: 'Put an eSIM away',
    description:
      'For a profile that is lost: nothing is put on it any more, and a traveler whose universal eSIM it was gets another with the next redemption. What it holds stays where it is.',
    params: Type.Object({ iccid: text(19) }),
    answers: {
      200: answer({
        iccid: Type.String(),
        partner_id: Type.String(),
        archived_at: Type.String({ format: 'date-time' }),
      }),
    },
    errors: [401, 404, 409],
    handle: async ({ ctx, params }) => ({ data: await archiveByOperator(ctx, params.iccid) }),
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/orders',
    operationId: 'listProviderOrders',
    tag,
    summary: 'Provider orders; state=needs_review is the review list',
    query: Type.Object({
      state: Type.Optional(
        oneOf(['intent', 'unknown', 'confirmed', 'rejected', 'needs_review'] as const),
      ),
      partner_id: Type.Optional(text(64)),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    answers: {
      200: Type.Array(
        answer({ id: Type.String(), state: Type.String(), evidence: Type.Unknown() }),
      ),
    },
    errors: [400, 401],
    handle: async ({ ctx, query }) => ({ data: await listOrders(ctx, query) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/orders/:id/adopt',
    operationId: 'adoptOrder',
    tag,
    summary: "Take the provider's order as this order's result",
    params: byId,
    body: Type.Object({ provider_order_id: Type.Optional(text(200)) }),
    answers: { 200: answer({ id: Type.String(), state: Type.String() }) },
    errors: [400, 401, 404, 409],
    handle: async ({ ctx, params, body }) => ({
      data: await adoptOrder(ctx, params.id, body.provider_order_id),
    }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/orders/:id/retry',
    operationId: 'retryOrder',
    tag,
    summary: 'Send again: nothing was provisioned',
    params: byId,
    answers: { 200: answer({ id: Type.String(), state: Type.String() }) },
    errors: [401, 404, 409],
    handle: async ({ ctx, params }) => ({ data: await retryOrder(ctx, params.id) }),
  }),
  operatorRoute({
    method: 'POST',
    url: '/api/operator/reconcile',
    operationId: 'reconcile',
    tag,
    summary: "Compare a provider's orders with ours now",
    body: Type.Object({
      provider: text(64),
      hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 * 90 })),
      settled_minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })),
    }),
    answers: { 200: answer({ compared: Type.Integer(), findings: Type.Array(Type.Unknown()) }) },
    errors: [400, 401],
    handle: async ({ ctx, body }) => {
      if (!ctx.providers.has(body.provider))
        throw invalid([
          {
            field: 'provider',
            issue: `expected one of ${[...ctx.providers.keys()].join(', ')}, got "${body.provider}"`,
          },
        ]);
      return {
        data: await reconcile(
          ctx,
          body.provider,
          new Date(Date.now() - (body.hours ?? 48) * 3_600_000),
          (body.settled_minutes ?? 30) * 60_000,
        ),
      };
    },
  }),
  operatorRoute({
    method: 'GET',
    url: '/api/operator/findings',
    operationId: 'listFindings',
    tag,
    summary: 'Open differences that reconciliation found',
    answers: { 200: Type.Array(Type.Unknown()) },
    errors: [401],
    handle: async ({ ctx }) => ({ data: await listFindings(ctx) }),
  }),
];
