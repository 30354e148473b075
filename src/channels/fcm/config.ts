/** The Google service account that pushes are sent as. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { part } from '../../config/part.ts';
import { baseUrl, isUrl } from '../../config/urls.ts';
import { variable, type Reading } from '../../config/variable.ts';
import type { ServiceAccount } from './access-tokens.ts';

/** `fcm` is null where pushes stay in the built-in mailbox; `url` without a trailing slash. */
export type FcmConfig = { fcm: { url: string; account: ServiceAccount } | null };

export const fcmConfig = part(
  {
    HUBBY_FCM_CREDENTIALS: variable<ServiceAccount, null>(readAccount, {
      fallback: null,
      isSecret: true,
      meaning:
        'service account, as a path or as JSON: sends pushes through FCM ([push.md](push.md))',
    }),
    HUBBY_FCM_URL: baseUrl({
      fallback: 'https://fcm.googleapis.com',
      meaning: "where FCM's API is",
    }),
  },
  ({ HUBBY_FCM_CREDENTIALS: account, HUBBY_FCM_URL: url }): FcmConfig => ({
    fcm: account === null ? null : { url, account },
  }),
);

/** `given`: the JSON key of a service account, or the path of its file. */
function readAccount(given: string): Reading<ServiceAccount> {
  let json = given;
  if (!given.trimStart().startsWith('{')) {
    try {
      json = readFileSync(resolve(given), 'utf8');
    } catch (error) {
      const { code = 'unknown' } = error as { code?: string };
      return { wrong: `the file cannot be read (${code})` };
    }
  }
  try {
    return accountOf(JSON.parse(json) as Record<string, unknown>);
  } catch {
    return { expected: 'the JSON key of a service account, or the path of its file' };
  }
}

function accountOf(key: Record<string, unknown>): Reading<ServiceAccount> {
  const {
    type,
    project_id: projectId,
    client_email: clientEmail,
    private_key: privateKey,
    private_key_id: keyId,
    token_uri: tokenUrl = 'https://oauth2.googleapis.com/token',
  } = key;
  if (type !== 'service_account')
    return { expected: 'the key of a service account ("type": "service_account")' };
  if (!isFilled(projectId) || !isFilled(clientEmail))
    return { wrong: 'the key lacks project_id or client_email' };
  if (typeof tokenUrl !== 'string' || !isUrl(tokenUrl, /^https?:$/))
    return { wrong: 'token_uri: expected an http(s) URL' };
  if (!isRsaKey(privateKey)) return { wrong: 'private_key: expected an RSA key in PKCS#8 PEM' };
  return {
    value: {
      projectId,
      clientEmail,
      privateKey,
      keyId: typeof keyId === 'string' ? keyId : null,
      tokenUrl,
    },
  };
}

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

function isRsaKey(value: unknown): value is string {
  if (typeof value !== 'string' || !value.includes('BEGIN PRIVATE KEY')) return false;
  try {
    return createPrivateKey(value).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
