/**
 * Members, by the cookie of their session: what each may do is looked up with every request. Every
 * private route is one of four: a permission opens it, or it is of oneself, of a session that is
 * not whole yet, or of somebody who signs in.
 */
import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Context } from '../../context.ts';
import { byMember, type Actor } from '../../domain/actor.ts';
import { mask } from '../../domain/audit/mask.ts';
import {
  checkFresh,
  checkSuspended,
  checkPermission,
  checkStage,
  checkOwn,
  heldOfInstallation,
  heldOfPartner,
  shownOf,
} from '../../domain/members/access.ts';
import type { Held, Stage } from '../../domain/members/member.ts';
import {
  NEEDS_FRESH,
  type OperatorPermission,
  type PartnerPermission,
  type Permission,
} from '../../domain/members/permissions.ts';
import { checkReadOnly, isViewed } from '../../domain/members/viewing/view.ts';
import { findMember } from '../../domain/members/sessions/find-member.ts';
import { hashOf, newToken } from '../../domain/members/tokens.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import { findPartner } from '../../domain/partners/managing/partners.ts';
import { within, type Pool } from '../../http/places.ts';
import { SMALL_BODY } from '../../http/read-body.ts';
import { browserCookie, readCookie } from '../../web-api/cookies.ts';
import {
  Json,
  routeFor,
  type Answer,
  type Call,
  type RawAnswer,
  type Route,
} from '../route/route.ts';
import type { CallerKind, Who } from './caller-kind.ts';
import { checkOrigin, isSafe } from './own-origin.ts';

const POOL: Pool = { size: 128 };

/** How a private route is opened; the tests of all of them go by it. */
export type Access =
  | { by: 'permission'; permission: Permission; isFresh: boolean }
  | { by: 'own'; takesSso: boolean; isFresh: boolean }
  | { by: 'stage'; stages: readonly Stage[] }
  | { by: 'sign_in' };
export type PrivateRoute = Route & { access: Access };

/** What a browser is known by before anybody is: links and challenges are bound to it. */
type Browser = {
  /** SHA-256 of its cookie */
  browser: Buffer;
  /** the cookie, to be set (again) */
  browserToken: string;
  userAgent: string | null;
};
/** `replaces`: the token of the session that this browser has; it ends with the next one. */
export type SigningIn = Who & Browser & { replaces: string | null };
export type OwnWho = Held & Browser & { actor: Actor };
export type MemberWho = OwnWho & { permissions: ReadonlySet<Permission> };
export type PartnerMemberWho = MemberWho & {
  partner: Partner;
  /** the same without `people.read` unless the session asked to see it */
  shown: ReadonlySet<Permission>;
  /** by a look of the operator's, which is shown nobody's data */
  isViewing: boolean;
};

function browserOf(ctx: Context, { headers }: FastifyRequest): Browser {
  const browserToken = readCookie(ctx, 'browser', headers.cookie) ?? newToken();
  return {
    browser: hashOf(browserToken),
    browserToken,
    userAgent: headers['user-agent'] ?? null,
  };
}

async function held(ctx: Context, req: FastifyRequest): Promise<OwnWho> {
  const found = await findMember(ctx, readCookie(ctx, 'session', req.headers.cookie));
  return { ...found, ...browserOf(ctx, req), actor: byMember(found.member.id) };
}

const kindOf = <W extends Who>(
  find: (ctx: Context, req: FastifyRequest) => W | Promise<W>,
): CallerKind<W> => ({
  identify: (ctx, req, places) =>
    within(places, POOL, async () => {
      checkOrigin(ctx, req);
      return find(ctx, req);
    }),
  enter: (places) => places.enter(POOL),
  body: { limit: SMALL_BODY, ms: 5_000 },
  security: [{ session: [] }],
  schemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-hubby' } },
});

async function identifyMember(
  ctx: Context,
  req: FastifyRequest,
  { permission, isFresh }: Extract<Access, { by: 'permission' }>,
  isFile: boolean,
): Promise<
  MemberWho & Partial<Pick<PartnerMemberWho, 'partner' | 'shown'>> & { isViewing: boolean }
> {
  const who = await held(ctx, req);
  checkStage(who.session, ['full']);
  const { partner: partnerId } = (req.params ?? {}) as { partner?: string };
  const permissions =
    partnerId === undefined
      ? heldOfInstallation(who)
      : heldOfPartner(who, partnerId, ctx.config.env === 'staging');
  const isViewing = isViewed(who, partnerId);
  if (isViewing) checkReadOnly({ isSafe: isSafe(req), isFresh, isFile });
  checkPermission(permissions, permission);
  if (isFresh && !isSafe(req)) checkFresh(who.session, ctx.clock.now());
  if (partnerId === undefined) return { ...who, permissions, isViewing };
  const partner = await findPartner(ctx, partnerId);
  if (!isSafe(req)) checkSuspended(partner);
  const shown = shownOf(permissions, who.session, partnerId, ctx.clock.now());
  return { ...who, permissions, shown, partner, isViewing };
}

type Declared<P extends TSchema, Q extends TSchema, B extends TSchema, W extends Who> = Omit<
  Parameters<ReturnType<typeof routeFor<W>>>[0],
  'handle' | 'params' | 'query' | 'body'
> & {
  params?: P;
  query?: Q;
  body?: B;
  handle(call: Call<P, Q, B> & W): Promise<Answer | RawAnswer>;
};

function declare<W extends Who, P extends TSchema, Q extends TSchema, B extends TSchema>(
  kind: CallerKind<W>,
  access: Access,
  declared: Declared<P, Q, B, W>,
): PrivateRoute {
  const { errors = [] } = declared;
  const answers = [401, 403, ...(access.by === 'permission' ? [404] : []), 503];
  const route = routeFor(kind)({
    ...declared,
    errors: [...new Set([...errors, ...answers])].sort((a, b) => a - b),
  } as never);
  return { ...route, access };
}

/**
 * Sets the browser's cookie with the answer; the handler's own stand before it.
 */
const renewing = <R extends PrivateRoute>(route: R): R => ({
  ...route,
  async handle(call: { ctx: Context } & Browser) {
    const answer = await route.handle(call as never);
    const own = answer.headers?.['set-cookie'] ?? [];
    return {
      ...answer,
      headers: {
        ...answer.headers,
        'set-cookie': [own, browserCookie(call.ctx, call.browserToken)].flat(),
      },
    };
  },
});

/** What a look of the operator's answers names nobody, whatever the route thinks of. */
const masking = <R extends PrivateRoute>(route: R): R => ({
  ...route,
  async handle(call: { isViewing: boolean }) {
    const answer = await route.handle(call as never);
    if (!call.isViewing || 'raw' in answer) return answer;
    const { data } = answer;
    return { ...answer, data: mask(data instanceof Json ? JSON.parse(data.text) : data) };
  },
});

/**
 * For whom a permission opens it: of a partner at `/web-api/partners/:partner/…`, which is 404 to
 * everybody else, or of the installation at `/web-api/operator/…`. `isFresh`: what changes something
 * asks for a sign-in of the last ten minutes; some permissions always do.
 */
export const memberRoute = <
  M extends Permission,
  P extends TSchema,
  Q extends TSchema,
  B extends TSchema,
>({
  permission,
  isFresh = NEEDS_FRESH.has(permission),
  ...declared
}: { permission: M; isFresh?: boolean } & Declared<
  P,
  Q,
  B,
  M extends OperatorPermission ? MemberWho : PartnerMemberWho
>): PrivateRoute => {
  const access = { by: 'permission', permission, isFresh } as const;
  const isFile = declared.produces !== undefined && declared.streams !== true;
  return masking(
    declare(
      kindOf((ctx, req) => identifyMember(ctx, req, access, isFile)),
      access,
      declared as never,
    ),
  );
};
export type { PartnerPermission, OperatorPermission };

/**
 * Of oneself, with a whole session. Closed to who came by a partner's directory unless `takesSso`:
 * what a directory vouches for is not the person that other partners know.
 */
export const ownRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>({
  takesSso = false,
  isFresh = false,
  ...declared
}: { takesSso?: boolean; isFresh?: boolean } & Declared<P, Q, B, OwnWho>): PrivateRoute => {
  const access = { by: 'own', takesSso, isFresh } as const;
  const kind = kindOf(async (ctx, req) => {
    const who = await held(ctx, req);
    checkStage(who.session, ['full']);
    checkOwn(who.session, takesSso);
    if (isFresh && !isSafe(req)) checkFresh(who.session, ctx.clock.now());
    return who;
  });
  const route = declare(kind, access, declared);
  return declared.method === 'GET' ? route : renewing(route);
};

/** Of oneself, also with a session of one of these stages. */
export const stageRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>({
  stages,
  ...declared
}: { stages: readonly Stage[] } & Declared<P, Q, B, OwnWho>): PrivateRoute => {
  const kind = kindOf(async (ctx, req) => {
    const who = await held(ctx, req);
    checkStage(who.session, stages);
    return who;
  });
  const route = declare(kind, { by: 'stage', stages }, declared);
  return declared.method === 'GET' ? route : renewing(route);
};

/** Of a browser with nobody in it yet. */
export const signInRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>(
  declared: Declared<P, Q, B, SigningIn>,
): PrivateRoute => {
  const kind = kindOf<SigningIn>((ctx, req) => ({
    ...browserOf(ctx, req),
    replaces: readCookie(ctx, 'session', req.headers.cookie),
  }));
  return renewing(declare(kind, { by: 'sign_in' }, declared));
};
