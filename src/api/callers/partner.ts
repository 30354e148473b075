/** A partner, by the signature of its key. */
import { createSecretKey } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { AppError, type ErrorType } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { isWithin } from '../../domain/abuse/address.ts';
import { keyEnvironment, parseKeyId } from '../../domain/partners/keys/key-format.ts';
import { byKey, type Actor } from '../../domain/actor.ts';
import type { ApiKey } from '../../domain/partners/keys/key-store.ts';
import type { KeyScope } from '../../domain/partners/keys/scopes.ts';
import type { Partner } from '../../domain/partners/partner.ts';
import { refuseSuspended } from '../../domain/partners/managing/change-partner.ts';
import { routeFor } from '../route/route.ts';
import { isSigned, SIGNATURE, TIMESTAMP, WINDOW_MS } from '../signature.ts';
import type { CallerKind } from './caller-kind.ts';
import { demandScope } from './key-scopes.ts';

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
 * The key that signed this request with version 1. A version 2 signature comes as
 * `signature-input`.
 */
export async function authenticatePartner(ctx: Context, req: FastifyRequest): Promise<ApiKey> {
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
  req.named = key;
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
  if (key.allowedFrom !== null && !isWithin(req.ip, key.allowedFrom))
    throw refuse('address_not_allowed', `The key may not sign from ${req.ip}.`, { ip: req.ip });
  refuseSuspended(key.partner);
  if (key.minSignatureVersion > version)
    throw refuse(
      'signature_version_too_low',
      `This key demands signature version ${key.minSignatureVersion}.`,
    );
  ctx.keyUses.note(key.id);
  return key;
}

/** `scopes`: of the key that signed. */
export type PartnerWho = { partner: Partner; actor: Actor; scopes: ReadonlySet<KeyScope> };

export const partner: CallerKind<PartnerWho> = {
  identify: async (ctx, req, places) => {
    const key = await authenticatePartner(ctx, req);
    demandScope(key.scopes, req.routeOptions.config.operationId!);
    const who = { partner: key.partner, actor: byKey(key.id), scopes: key.scopes };
    // Before its body is read, and not before its signature is: whoever merely names a key learns
    // nothing of its partner, and takes nothing from it.
    req.who = who;
    await places.demandRoom(who.partner.id);
    return who;
  },
  enter: (places, who, bodySize) => places.enterAs(who.partner.id, bodySize),
  body: { limit: 1024 * 1024, ms: 30_000 },
  takesKeys: () => true,
  challenge: () => 'HMAC',
  security: [{ apiKey: [], timestamp: [], signature: [] }],
  schemes: {
    apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
    timestamp: {
      type: 'apiKey',
      in: 'header',
      name: 'x-timestamp',
      description: 'Unix milliseconds, 13 digits',
    },
    signature: {
      type: 'apiKey',
      in: 'header',
      name: 'x-signature',
      description: 'hex HMAC-SHA256(secret, timestamp + METHOD + path)',
    },
  },
};

export const partnerRoute = routeFor(partner);
