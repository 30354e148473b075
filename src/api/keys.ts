/** /api/keys: a partner's keys, for those of its servers that may hand them out. */
import { Type } from 'typebox';
import { addKey } from '../domain/partners/keys/add-key.ts';
import { changeKey } from '../domain/partners/keys/change-key.ts';
import { revokeKey } from '../domain/partners/keys/keys.ts';
import { listKeys } from '../domain/partners/keys/list-keys.ts';
import { partnerRoute } from './callers/partner.ts';
import {
  changedKey,
  keyChange,
  keyInput,
  keyView,
  madeKey,
  revokedKey,
} from './reference/schemas/keys.ts';
import { text } from './reference/schemas/shapes.ts';
import type { Route } from './route/route.ts';

const tag = 'Account';

export const keys: Route[] = [
  partnerRoute({
    method: 'GET',
    url: '/api/keys',
    operationId: 'listOwnKeys',
    tag,
    summary: 'API keys, without their secrets',
    answers: { 200: Type.Array(keyView) },
    handle: async ({ ctx, partner }) => ({ data: await listKeys(ctx.db, partner.id) }),
  }),
  partnerRoute({
    method: 'POST',
    url: '/api/keys',
    operationId: 'createOwnKey',
    tag,
    summary: 'Make another API key',
    description:
      'With no more scopes than the key that signs. The secret is in this answer and nowhere else; the owners get a mail.',
    body: keyInput,
    example: { label: 'bookings server', scopes: ['bookings'] },
    answers: { 201: madeKey },
    errors: [400],
    handle: async ({ ctx, actor, partner, scopes, body }) => ({
      status: 201,
      data: await addKey(ctx, actor, partner, body, scopes),
    }),
  }),
  partnerRoute({
    method: 'PATCH',
    url: '/api/keys/:id',
    operationId: 'changeOwnKey',
    tag,
    summary: 'Change from where an API key may sign',
    description:
      'On this node at once, elsewhere within 5 s. From elsewhere: 403 `address_not_allowed`.',
    params: Type.Object({ id: text(128) }),
    body: keyChange,
    example: { allowed_ips: ['203.0.113.0/24'] },
    answers: { 200: changedKey },
    errors: [400, 404],
    handle: async ({ ctx, actor, partner, params, body }) => ({
      data: await changeKey(ctx, actor, partner.id, params.id, body),
    }),
  }),
  partnerRoute({
    method: 'DELETE',
    url: '/api/keys/:id',
    operationId: 'revokeOwnKey',
    tag,
    summary: 'Revoke an API key',
    description: 'Stops working on this node at once, elsewhere within 5 s.',
    params: Type.Object({ id: text(128) }),
    answers: { 200: revokedKey },
    errors: [404],
    handle: async ({ ctx, actor, partner, params }) => ({
      data: await revokeKey(ctx, actor, params.id, partner.id),
    }),
  }),
];
