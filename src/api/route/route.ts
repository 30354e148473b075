/**
 * How an endpoint is declared: what it takes, who may call it, one call into the domain, how it is
 * shown.
 */
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { FileBody } from '../../http/read-file.ts';
import type { FoundKey, KeyRow } from '../../domain/partners/idempotency/keyed-request.ts';
import type { CallerKind, Who } from '../callers/caller-kind.ts';

/** What is JSON already, in place of the data that it was made of. */
export class Json {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Answer = {
  status?: number;
  /** or a `Json` of it */
  data: unknown;
  message?: string;
  /** what was done otherwise than may be thought; beside what of the request nobody knows */
  warnings?: readonly Problem[] | undefined;
  headers?: Record<string, string | string[]>;
};
/** In place of the envelope, where a route `produces` something else. */
export type RawAnswer = {
  /** or what comes of it as it is read, so that it need not be held */
  raw: Uint8Array | string | Readable;
  headers?: Record<string, string | string[]>;
};

/**
 * What `handle` is given of an Idempotency-Key. A route that `beginsKey` begins it itself, alone or in the statement
 * that does what was asked for, by these; of all others it is begun.
 */
export type Once = {
  /**
   * Returns the key by which the domain finds again what an interrupted first try stored. Throws
   * what ends the request.
   */
  begin(): Promise<string>;
  /** For a statement that begins it, and keeps this answer where it does what was asked for. */
  rowFor(answer: Answer): KeyRow;
  /** What that statement found. Throws what ends the request. */
  took(found: FoundKey): void;
};

export type Call<P extends TSchema, Q extends TSchema, B extends TSchema> = {
  ctx: Context;
  params: Static<P>;
  query: Static<Q>;
  body: Static<B>;
  headers: FastifyRequest['headers'];
  /** the body as it came; empty where there was none */
  rawBody: string;
  /** the body of a route that `takesFile`; null where there was none */
  file: FileBody | null;
  /** what the schema found wrong; only routes with `tolerant` see any */
  problems: Problem[];
  /** of a request with an Idempotency-Key */
  once: Once | null;
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
  /** beside 401, which its kind of caller brings along */
  errors?: number[];
  /** hand schema problems of the body to `handle`, which adds its own */
  tolerant?: boolean;
  /** an Idempotency-Key is not begun before `handle`, which does it by `once` */
  beginsKey?: true;
  /** null means "not given" in the body */
  dropNulls?: boolean;
  example?: unknown;
  /** media type of the body where it is not JSON; it arrives as text */
  consumes?: string;
  /** media type of the answer 200 where it is not JSON; `handle` then answers `raw` */
  produces?: string;
  /** `raw` is a stream that goes on: its request is answered with its first byte, and holds no place */
  streams?: true;
  bodyLimit?: number;
  /** milliseconds within which the body has to be there, where it is not as its kind of caller says */
  bodyMs?: number;
  /**
   * The body is not read before `handle`, which takes it in as it comes, and begins an
   * Idempotency-Key only then.
   */
  takesFile?: true;
  /** for links that people paste: a slash behind the path changes nothing */
  takesSlash?: boolean;
  /** any path below it is the same */
  takesTail?: boolean;
};
export type Route = Declaration<TSchema, TSchema, TSchema> & {
  caller: CallerKind;
  handle(call: never): Promise<Answer | RawAnswer>;
};

/** For routes of one kind of caller: gives `handle` its types, from the kind and the schemas. */
export const routeFor =
  <W extends Who>(caller: CallerKind<W>) =>
  <P extends TSchema, Q extends TSchema, B extends TSchema>(
    route: Declaration<P, Q, B> & {
      handle(call: Call<P, Q, B> & W): Promise<Answer | RawAnswer>;
    },
  ): Route =>
    ({ ...route, caller }) as unknown as Route;
