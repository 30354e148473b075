/** What every answer is wrapped in, and the one place where errors become answers. */
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorType, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { isNotNow } from '../../db/not-now.ts';
import { newId } from '../../ids.ts';
import { ANSWER } from '../../http/media-type.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `www-authenticate` of a refusal with 401: how whoever calls here shows who they are */
    challenge?: ((req: FastifyRequest) => string) | undefined;
  }
}

const STATUS_OF_FRAMEWORK: Record<string, [ErrorType, string]> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'The content-type is no media type; expected for instance application/json.',
  ],
  FST_ERR_BAD_URL: ['malformed_target', 'The request target is malformed.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'There is nothing here.'],
};

export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode } = error as FastifyError;
  const known = typeof code === 'string' ? STATUS_OF_FRAMEWORK[code] : undefined;
  if (known !== undefined) return new AppError(known[0], known[1], { cause: error });
  if (isNotNow(error))
    return new AppError('overloaded', 'The service is not available right now; try again.', {
      cause: error,
      retryAfter: 2,
    });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new AppError('invalid_request', 'The request is malformed.', { cause: error });
  return new AppError('internal_error', 'Something went wrong on our side.', { cause: error });
}

/** `warnings`: what of the request nobody knows; often the very reason why something is missing. */
export function errorBody(
  ctx: Context,
  error: AppError,
  { id, warnings }: { id: string; warnings?: readonly Problem[] | null },
) {
  return {
    success: false,
    ...(warnings == null || warnings.length === 0 ? {} : { warnings }),
    error: {
      code: error.status,
      type: error.type,
      message: error.message,
      details: error.details,
      request_id: id,
      doc_url: `${ctx.baseUrl}/docs/errors#${error.type}`,
      ...error.extra,
    },
  };
}

export function handleError(ctx: Context) {
  return (raw: unknown, req: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const error = toAppError(raw);
    req.isRefused = error.type === 'overloaded';
    req.isProviders = error.type === 'provider_unavailable';
    if (error.status >= 500 && error.type !== 'provider_unavailable' && !error.isRoutine) {
      ctx.log.error(
        { request_id: req.id, type: error.type, err: describe(error.cause ?? error) },
        'request failed',
      );
    }
    if (error.retryAfter !== undefined) reply.header('retry-after', String(error.retryAfter));
    const challenge = error.status === 401 ? req.routeOptions.config.challenge?.(req) : undefined;
    if (challenge !== undefined) reply.header('www-authenticate', challenge);
    return reply
      .code(error.status)
      .type(ANSWER.json)
      .send(JSON.stringify(errorBody(ctx, error, req)));
  };
}

const WHY_NO_REQUEST: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'The request line and headers may have at most 16 KiB.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request was not there whole in time.',
  HPE_INVALID_EOF_STATE: 'The request ended too early.',
};

/**
 * What is no HTTP at all, or a head beyond node's 16 KiB, never becomes a request; it gets the same
 * envelope.
 */
export function handleClientError(ctx: Context) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const id = newId('req');
    const body = JSON.stringify(
      errorBody(
        ctx,
        new AppError(
          'invalid_request',
          WHY_NO_REQUEST[error.code ?? ''] ?? 'This is not HTTP/1.1.',
        ),
        { id },
      ),
    );
    socket.end(
      `HTTP/1.1 400 Bad Request\r\ncontent-type: ${ANSWER.json}\r\nx-content-type-options: nosniff\r\nx-request-id: ${id}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
  };
}

/**
 * For the log: what broke and where, without parameters of statements, which may hold personal
 * data.
 */
const describe = (cause: unknown): object => {
  if (!(cause instanceof Error)) return { message: String(cause) };
  const { code, constraint, table } = cause as {
    code?: string;
    constraint?: string;
    table?: string;
  };
  // The detail and message of a PostgreSQL error quote values; its code, table and constraint do
  // not.
  const isDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  return {
    message: isDatabase ? `SQLSTATE ${code}` : cause.message,
    code,
    constraint,
    table,
    stack: cause.stack
      ?.split('\n')
      .filter((l) => l.includes(' at '))
      .slice(0, 12)
      .join('\n'),
  };
};
