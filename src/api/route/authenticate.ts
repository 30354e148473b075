/**
 * Who sent a request: partners by signature, the operator by token. Nothing here answers anything
 * but 401.
 */
import { createSecretKey } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { AppError, type ErrorType } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { keyEnvironment, parseKeyId } from '../../domain/partners/keys/key-format.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import { isOperatorToken } from '../../domain/partners/keys/operator-tokens.ts';
import { authenticateApp } from '../../domain/app-tokens/authenticate-app.ts';
import { refuseSuspended } from '../../domain/partners/managing/change-partner.ts';
import { activePartner } from '../../domain/partners/managing/partners.ts';
import type { AppUser } from '../../domain/travelers/app-user.ts';
import { isSigned, SIGNATURE, TIMESTAMP, WINDOW_MS } from '../signature.ts';

export type SignatureVersion = 1 | 2;

/** Checked for unknown keys too, so that they cost what known ones cost. */
const DECOY_SECRET = createSecretKey('hs_test_0000000000000000000000000000000000000000000', 'utf8');

const refuse = (
  type: ErrorType,
  message: string,
  extra: Record<string, unknown> = {},
  details: { field: string; issue: string }[] = [],
): AppError => new AppError(type, message, { extra, details });

function header(req: FastifyRequest, name: string): string {
  const times = req.raw.headersDistinct[name]?.length ?? 0;
  if (times > 1)
    throw refuse('signature_invalid', `The header ${name} came ${times} times; send it once.`, {}, [
      { field: name, issue: `expected once, got ${times} times` },
    ]);
  const value = req.headers[name];
  if (typeof value !== 'string' || value === '')
    throw refuse('signature_missing', `The header ${name} is missing.`, {}, [
      { field: name, issue: 'required' },
    ]);
  return value;
}

const illFormed = (field: string, what: string): AppError =>
  refuse('signature_invalid', `${field}: expected ${what}.`, {}, [
    { field, issue: `expected ${what}` },
  ]);
const digitsOf = (text: string): string =>
  /^\d{10}$/.test(text) ? '10: these are seconds' : JSON.stringify(text.slice(0, 40));

/**
 * The partner whose key signed this request with version 1. A version 2 signature comes as
 * `signature-input`.
 */
export async function authenticatePartner(ctx: Context, req: FastifyRequest): Promise<Partner> {
  const version: SignatureVersion = 1;
  const keyId = header(req, 'x-api-key');
  const timestamp = header(req, 'x-timestamp');
  const signature = header(req, 'x-signature');
  // A loose timestamp would let other splits of timestamp + METHOD + path carry the same signature.
  if (!TIMESTAMP.test(timestamp))
    throw illFormed('x-timestamp', `Unix milliseconds, 13 digits, got ${digitsOf(timestamp)}`);
  if (!SIGNATURE.test(signature))
    throw illFormed('x-signature', `64 hex digits, got ${signature.length} characters`);

  const environment = parseKeyId(keyId);
  const key = await ctx.keys.find(environment === null ? 'malformed' : keyId);
  const signed = isSigned(
    key?.secret ?? DECOY_SECRET,
    timestamp,
    req.method,
    req.raw.url!,
    signature,
  );
  if (environment !== null && environment !== keyEnvironment(ctx.config.env)) {
    throw refuse(
      'api_key_wrong_environment',
      `This key belongs to the ${environment === 'live' ? 'production' : 'staging'} environment.`,
    );
  }
  if (key === null) throw refuse('api_key_unknown', 'The API key is unknown.');
  if (!signed)
    throw refuse(
      'signature_invalid',
      'The signature does not fit: sign timestamp + METHOD + path with the query string, exactly as sent.',
    );
  const now = Date.now();
  const skew = Number(timestamp) - now;
  if (Math.abs(skew) > WINDOW_MS) {
    throw refuse(
      'timestamp_expired',
      'The timestamp expired: it may be at most 5 minutes off.',
      { server_time: now, skew_ms: skew },
      [{ field: 'x-timestamp', issue: `server_time ${now}, skew_ms ${skew}` }],
    );
  }
  if (key.revokedAt !== null) throw refuse('api_key_revoked', 'The API key is revoked.');
  if (key.expiresAt !== null && key.expiresAt.getTime() <= now)
    throw refuse('api_key_expired', 'The API key has expired.');
  refuseSuspended(key.partner);
  if (key.minSignatureVersion > version)
    throw refuse(
      'signature_version_too_low',
      `This key demands signature version ${key.minSignatureVersion}.`,
    );
  return key.partner;
}

/** Whether an app calls, with its user's token in place of a signature. */
export const isAppCall = (req: FastifyRequest): boolean =>
  req.headers.authorization !== undefined && req.headers['x-api-key'] === undefined;

/** The traveler whose token it is, and their partner. */
export async function authenticateUser(
  ctx: Context,
  req: FastifyRequest,
): Promise<{ user: AppUser; partner: Partner }> {
  const { authorization = [], 'x-firebase-appcheck': appCheck = [] } = req.raw.headersDistinct;
  const { user } = await authenticateApp(ctx, { authorization, appCheck });
  if (user === null || (user.externalUserId === null && user.email === null))
    throw refuse('app_token_invalid', 'The ID token names no traveler of a partner.');
  return { user, partner: await activePartner(ctx, user.partnerId) };
}

export async function authenticateOperator(ctx: Context, req: FastifyRequest): Promise<void> {
  const token = /^Bearer (\S{20,200})$/.exec(req.headers.authorization ?? '')?.[1];
  if (token === undefined || !(await isOperatorToken(ctx, token)))
    throw refuse(
      'operator_token_invalid',
      'A valid operator token is required: Authorization: Bearer <operator_token>.',
    );
}
