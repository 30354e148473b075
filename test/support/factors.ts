/** Members with passkeys and authenticator apps, by the calls that the dashboard makes. */
import assert from 'node:assert/strict';
import { Secret, TOTP } from 'otpauth';
import { dashboardAddress } from '../../src/domain/members/dashboard-address.ts';
import type { Hubby } from '../harness.ts';
import { makeAuthenticator, type Authenticator, type Flaws } from './authenticator.ts';
import type { BrowserPage } from './members.ts';

export const authenticatorAt = (hubby: Hubby, options: { isSynced?: boolean } = {}) =>
  makeAuthenticator({ origin: dashboardAddress(hubby.ctx), ...options });

/** Adds a passkey to who is signed in there; answers what the call answered. */
export async function enrol(
  page: BrowserPage,
  authenticator: Authenticator,
  flaws: Flaws = {},
): ReturnType<BrowserPage['call']> {
  const { body } = await page.call('POST', '/passkeys/options');
  return page.call('POST', '/passkeys', { response: authenticator.create(body.data, flaws) });
}

export async function signInWith(
  page: BrowserPage,
  authenticator: Authenticator,
  flaws: Flaws = {},
): ReturnType<BrowserPage['call']> {
  const { body } = await page.call('POST', '/sign-in/passkey/options');
  return page.call('POST', '/sign-in/passkey', { response: authenticator.get(body.data, flaws) });
}

export const codeOf = (secret: string, now: Date): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: now.getTime() });

/** Adds an authenticator app to who is signed in there. The code of `now` is used up. */
export async function enrolTotp(
  page: BrowserPage,
  now: Date,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { body } = await page.call('POST', '/totp');
  const { secret } = body.data;
  const confirmed = await page.call('POST', '/totp/confirm', { code: codeOf(secret, now) });
  assert.equal(confirmed.status, 200, confirmed.text);
  return { secret, recoveryCodes: confirmed.body.data.recovery_codes };
}

/** A clock that a test moves. */
export function makeClock(at = new Date()): { now(): Date; pass(ms: number): void } {
  let time = at.getTime();
  return {
    now: () => new Date(time),
    pass(ms) {
      time += ms;
    },
  };
}
