/** A partner's API keys on the screens. */
import { Type } from 'typebox';
import { memberRoute, type PrivateRoute } from '../api/callers/member.ts';
import {
  changedKey,
  keyChange,
  keyInput,
  keyRow,
  madeKey,
  revokedKey,
  rotatedKey,
} from '../api/reference/schemas/keys.ts';
import { text } from '../api/reference/schemas/shapes.ts';
import type { Permission } from '../domain/members/permissions.ts';
import { addKey } from '../domain/partners/keys/add-key.ts';
import { changeKey } from '../domain/partners/keys/change-key.ts';
import { rotateKey } from '../domain/partners/keys/rotate-key.ts';
import { revokeKey } from '../domain/partners/keys/keys.ts';
import { listKeysForPeople } from '../domain/partners/keys/list-keys.ts';
import { KEY_SCOPES, type KeyScope } from '../domain/partners/keys/scopes.ts';
import { byPartner } from './shapes.ts';

const tag = 'Keys';
const byKey = Type.Object({ partner: text(128), id: text(128) });

/** Whoever may not erase travelers, or make keys, gets no key that may. */
const ownOf = (permissions: ReadonlySet<Permission>): ReadonlySet<KeyScope> =>
  new Set(
    KEY_SCOPES.filter(
      (scope) =>
        (scope !== 'erase' || permissions.has('travelers.erase')) &&
        (scope !== 'keys' || permissions.has('keys.make')),
    ),
  );

export const keys: PrivateRoute[] = [
  memberRoute({
    method: 'GET',
    url: '/web-api/partners/:partner/keys',
    operationId: 'listPartnerKeys',
    tag,
    summary: 'API keys, without their secrets',
    permission: 'logs.read',
    params: byPartner,
    answers: { 200: Type.Array(keyRow) },
    handle: async ({ ctx, partner }) => ({ data: await listKeysForPeople(ctx.db, partner.id) }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/keys',
    operationId: 'makePartnerKey',
    tag,
    summary: 'Make another API key; its secret is shown once',
    permission: 'keys.make',
    params: byPartner,
    body: keyInput,
    example: { label: 'bookings server', scopes: ['bookings'] },
    answers: { 201: madeKey },
    errors: [400],
    handle: async ({ ctx, actor, partner, permissions, body }) => ({
      status: 201,
      data: await addKey(ctx, actor, partner, body, ownOf(permissions)),
    }),
  }),
  memberRoute({
    method: 'POST',
    url: '/web-api/partners/:partner/keys/:id/rotate',
    operationId: 'rotatePartnerKey',
    tag,
    summary: 'A new key in the place of one, which goes on for a day',
    permission: 'keys.manage',
    // It hands out a secret, as making one does.
    isFresh: true,
    params: byKey,
    answers: { 201: rotatedKey },
    handle: async ({ ctx, actor, partner, permissions, params }) => ({
      status: 201,
      data: await rotateKey(ctx, actor, partner, params.id, ownOf(permissions)),
    }),
  }),
  memberRoute({
    method: 'PATCH',
    url: '/web-api/partners/:partner/keys/:id',
    operationId: 'changePartnerKey',
    tag,
    summary: 'Change from where an API key may sign',
    permission: 'keys.manage',
    // Whoever has a secret that leaked would like to use it from elsewhere.
    isFresh: true,
    params: byKey,
    body: keyChange,
    example: { allowed_ips: ['203.0.113.0/24'] },
    answers: { 200: changedKey },
    errors: [400],
    handle: async ({ ctx, actor, partner, params, body }) => ({
      data: await changeKey(ctx, actor, partner.id, params.id, body),
    }),
  }),
  memberRoute({
    method: 'DELETE',
    url: '/web-api/partners/:partner/keys/:id',
    operationId: 'revokePartnerKey',
    tag,
    summary: 'Revoke an API key',
    permission: 'keys.manage',
    params: byKey,
    answers: { 200: revokedKey },
    handle: async ({ ctx, actor, partner, params }) => ({
      data: await revokeKey(ctx, actor, params.id, partner.id),
    }),
  }),
];
