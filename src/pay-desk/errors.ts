/** What the pay desk refuses, as Stripe words it. */
import type { FastifyError, FastifyInstance } from 'fastify';

export type Refusal = {
  status: number;
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  param?: string;
};

export class StripeRefusal extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** A parameter, or what it asks for, is not right. */
export const invalid = (message: string, param?: string, code?: string): StripeRefusal =>
  new StripeRefusal({
    status: 400,
    type: 'invalid_request_error',
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  });

/** `what`: as Stripe calls its kind, `payment_intent`. */
export const noSuch = (what: string, id: string, param: string): StripeRefusal =>
  new StripeRefusal({
    status: 404,
    type: 'invalid_request_error',
    code: 'resource_missing',
    param,
    message: `No such ${what}: '${id}'`,
  });

const bodyOf = ({ type, code, param, message }: Refusal) => ({
  error: {
    ...(code === undefined ? {} : { code }),
    message,
    ...(param === undefined ? {} : { param }),
    type,
  },
});

/** Every failure leaves as `{ error: { type, message, … } }`; of what went wrong inside nothing is told. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | StripeRefusal, _request, reply) => {
    const refusal = refusalOf(error);
    return reply.code(refusal.status).send(bodyOf(refusal));
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `Unrecognized request URL (${request.method}: ${request.url.split('?')[0]}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
    const refusal: Refusal = { status: 404, type: 'invalid_request_error', message };
    return reply.code(404).send(bodyOf(refusal));
  });
}

function refusalOf(error: FastifyError | StripeRefusal): Refusal {
  if (error instanceof StripeRefusal) return error.refusal;
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500)
    return { status, type: 'invalid_request_error', message: error.message };
  return {
    status: 500,
    type: 'api_error',
    message: 'An unknown error occurred',
  };
}
