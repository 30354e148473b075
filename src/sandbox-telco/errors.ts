import type { FastifyError, FastifyInstance } from 'fastify';

/** Why the telco says no, and with which status. */
export const REFUSALS = {
  unknown_account: 404,
  profile_not_found: 404,
  package_not_found: 404,
  profile_deleted: 409,
  package_in_use: 409,
  out_of_stock: 409,
  package_required: 409,
  reference_reused: 409,
  illegal_transition: 409,
  profile_not_enabled: 409,
  package_not_active: 409,
} as const;
export type Refusal = keyof typeof REFUSALS;

export class TelcoError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const refused = (refusal: Refusal): TelcoError => new TelcoError(REFUSALS[refusal], refusal);

/**
 * Every failure leaves as `{ error: { code, message } }`; of what went wrong inside nothing is
 * told.
 */
export function answerErrors(app: FastifyInstance): void {
  const body = (code: string, message: string) => ({ error: { code, message } });
  app.setErrorHandler((error: FastifyError | TelcoError, _request, reply) => {
    if (error instanceof TelcoError)
      return reply.code(error.status).send(body(error.code, error.message));
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500)
      return reply.code(status).send(body('invalid_request', error.message));
    return reply.code(500).send(body('internal_error', 'Something failed.'));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(body('route_not_found', 'No such route.')),
  );
}
