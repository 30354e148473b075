/** Signing in and showing again who one is: passkeys by the browser, codes, links. */
import {
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { call, callBare } from './client.ts';
import type { RecoveryCodes, Staged } from './types.ts';

/** The member closed the browser's question, or there is no passkey here: no trouble of ours. */
export const isDeclined = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError');

export const hasPasskeys = (): boolean => typeof PublicKeyCredential === 'function';

type Requested = PublicKeyCredentialRequestOptionsJSON;

export async function signInByPasskey(): Promise<Staged> {
  const optionsJSON = await callBare<Requested>('POST', 'sign-in/passkey/options', {});
  const response = await startAuthentication({ optionsJSON });
  return callBare<Staged>('POST', 'sign-in/passkey', { response });
}

export async function freshByPasskey(): Promise<void> {
  const optionsJSON = await callBare<Requested>('POST', 'fresh/passkey/options', {});
  const response = await startAuthentication({ optionsJSON });
  await callBare('POST', 'fresh/passkey', { response });
}

/** Recovery codes, where this is the member's first factor. */
export async function addPasskey(label: string): Promise<Partial<RecoveryCodes>> {
  const optionsJSON = await call<PublicKeyCredentialCreationOptionsJSON>(
    'POST',
    'passkeys/options',
    {},
  );
  const response = await startRegistration({ optionsJSON });
  return call<Partial<RecoveryCodes>>('POST', 'passkeys', {
    response,
    ...(label === '' ? {} : { label }),
  });
}

/** What this device is called until its member says otherwise. */
export function deviceName(): string {
  const { userAgent } = navigator;
  const system = (
    [
      [/iPhone|iPad/, 'iPhone'],
      [/Android/, 'Android'],
      [/Mac OS/, 'Mac'],
      [/Windows/, 'Windows'],
      [/CrOS/, 'ChromeOS'],
      [/Linux/, 'Linux'],
    ] as const
  ).find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = browserOf(userAgent);
  return [browser, system].filter(Boolean).join(', ');
}

/** The name of a browser by what it says of itself; null where it is none we know. */
export const browserOf = (userAgent: string): string | null =>
  (
    [
      [/Edg\//, 'Edge'],
      [/OPR\//, 'Opera'],
      [/Firefox\//, 'Firefox'],
      [/Chrome\//, 'Chrome'],
      [/Safari\//, 'Safari'],
    ] as const
  ).find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
