/**
 * Members of a body and query parameters that nobody knows: found before the operation, said beside
 * its answer.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../../errors.ts';
import { knownNames, NO_NAMES, unknownNames, type Names } from '../../input/known-names.ts';
import type { Route } from './route.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** members and parameters that nobody knows; null while that was not looked at */
    warnings: readonly Problem[] | null;
  }
}

/** Bodies of a form of their own are read by the operation that knows it. */
export const namesOf = ({ caller, body, query }: Route): { body: Names; query: Names } => ({
  query: query === undefined ? NO_NAMES : knownNames(query),
  body: caller.hasOwnBodies ? null : body === undefined ? NO_NAMES : knownNames(body),
});

const NONE: readonly Problem[] = [];

export function warningsOf(
  req: FastifyRequest,
  known: { body: Names; query: Names },
): readonly Problem[] {
  const inQuery = req.raw.url!.includes('?') ? unknownNames(req.query, known.query) : NONE;
  const inBody = req.rawBody === '' ? NONE : unknownNames(req.body, known.body);
  return inQuery.length + inBody.length === 0 ? NONE : [...inQuery, ...inBody];
}

export const hasAny = (warnings: readonly Problem[] | null): boolean => (warnings?.length ?? 0) > 0;

/** Where there is no envelope: JSON in the ASCII that headers are made of. */
export function warnInHeader({ warnings }: FastifyRequest, reply: FastifyReply): void {
  if (!hasAny(warnings)) return;
  const escaped = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  reply.header('x-hubby-warnings', JSON.stringify(warnings).replace(/[^\x20-\x7e]/g, escaped));
}
