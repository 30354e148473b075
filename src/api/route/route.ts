/**
 * How an endpoint is declared: what it takes, who may call it, one call into the domain, how it is
 * shown.
 */
import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import type { AppUser } from '../../domain/travelers/app-user.ts';

export type Answer = {
  status?: number;
  data: unknown;
  message?: string;
  headers?: Record<string, string>;
};
/** In place of the envelope, where a route `produces` something else. */
export type RawAnswer = { raw: Uint8Array | string; headers?: Record<string, string> };

export type Call<P extends TSchema, Q extends TSchema, B extends TSchema> = {
  ctx: Context;
  params: Static<P>;
  query: Static<Q>;
  body: Static<B>;
  headers: FastifyRequest['headers'];
  /** what the schema found wrong; only routes with `tolerant` see any */
  problems: Problem[];
  /**
   * of the Idempotency-Key, for domain operations that have to find an interrupted first try again
   */
  requestKey: string | null;
  /** of the client; what a proxy says counts only behind trusted ones */
  ip: string;
};

type Declaration<P extends TSchema, Q extends TSchema, B extends TSchema> = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  url: string;
  operationId: string;
  summary: string;
  description?: string;
  tag: string;
  params?: P;
  query?: Q;
  body?: B;
  /** status → schema of `data` */
  answers: Record<number, TSchema>;
  errors?: number[];
  /** hand schema problems of the body to `handle`, which adds its own */
  tolerant?: boolean;
  /** null means "not given" in the body */
  dropNulls?: boolean;
  example?: unknown;
  /** media type of the body where it is not JSON; it arrives as text */
  consumes?: string;
  /** media type of the answer 200 where it is not JSON; `handle` then answers `raw` */
  produces?: string;
  bodyLimit?: number;
  /** for links that people paste: a slash behind the path changes nothing */
  takesSlash?: boolean;
};
type ForPartner<P extends TSchema, Q extends TSchema, B extends TSchema> = Declaration<P, Q, B> & {
  handle(call: Call<P, Q, B> & { partner: Partner }): Promise<Answer | RawAnswer>;
};
type ForOperator<P extends TSchema, Q extends TSchema, B extends TSchema> = Declaration<P, Q, B> & {
  handle(call: Call<P, Q, B>): Promise<Answer | RawAnswer>;
};
/** `user` null: the partner calls, with its signature. */
type ForPartnerOrApp<P extends TSchema, Q extends TSchema, B extends TSchema> = Declaration<
  P,
  Q,
  B
> & { handle(call: Call<P, Q, B> & { partner: Partner; user: AppUser | null }): Promise<Answer> };
/** Whoever knows how its provider signs: the operation checks that on the raw request. */
type ForProvider<P extends TSchema> = Declaration<P, TSchema, TSchema> & {
  handle(
    call: Pick<Call<P, TSchema, TSchema>, 'ctx' | 'params' | 'headers'> & { rawBody: string },
  ): Promise<Answer>;
};
export type Route = Declaration<TSchema, TSchema, TSchema> & {
  auth: 'partner' | 'partner-or-app' | 'operator' | 'provider' | 'public';
  handle(call: never): Promise<Answer | RawAnswer>;
};

/** These give `handle` its types from the schemas. */
export const partnerRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>(
  route: ForPartner<P, Q, B>,
): Route => ({ ...route, auth: 'partner' }) as unknown as Route;
export const partnerOrAppRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>(
  route: ForPartnerOrApp<P, Q, B>,
): Route => ({ ...route, auth: 'partner-or-app' }) as unknown as Route;
export const operatorRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>(
  route: ForOperator<P, Q, B>,
): Route => ({ ...route, auth: 'operator' }) as unknown as Route;
export const publicRoute = <P extends TSchema, Q extends TSchema, B extends TSchema>(
  route: ForOperator<P, Q, B>,
): Route => ({ ...route, auth: 'public' }) as unknown as Route;
export const providerRoute = <P extends TSchema>(route: ForProvider<P>): Route =>
  ({ ...route, auth: 'provider' }) as unknown as Route;
