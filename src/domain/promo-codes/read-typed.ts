/**
 * Promo codes and claim links as people type, paste and scan them. Whoever looks one up reads it
 * here.
 */
import { isUuid } from '../../ids.ts';
import { plainText, withoutStuck } from '../../input/typed.ts';

/** Longer than any code or link with all that may stick to it. */
export const MAX_TYPED = 200;

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{1,63}$/;
const OWN_CODE = /^[0-9A-Z]{12}$/;

/** As our own codes are meant: without separators, O for 0, I and L for 1. */
const asOwn = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[\s._-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/**
 * What may have been meant, the likeliest first; none where it is no code. Imported codes may end
 * in a dot, so that stays first.
 */
export function codeReadings(typed: string): string[] {
  if (typed.length > MAX_TYPED) return [];
  const [plain, code] = [plainText(typed), withoutStuck(typed)];
  const own = asOwn(code);
  // Words are no code: only ours are read with blanks in them.
  const isMeant = OWN_CODE.test(own) || !/\s/.test(code);
  const all = [plain, code, code.toUpperCase(), code.toLowerCase(), ...(isMeant ? [own] : [])];
  return [...new Set(all)].filter((one) => CODE.test(one));
}

/** As it is shown where nobody has it: in the form of our own codes where it could be one. */
export function shownCode(typed: string): string | null {
  const readings = codeReadings(typed);
  return readings.find((one) => OWN_CODE.test(one)) ?? readings[0] ?? null;
}

/**
 * The uuid of a claim link, in lower case; null where there is none. `3D` is what mail programs
 * make of a `=` before it.
 */
export function linkUuid(typed: string): string | null {
  if (typed.length > MAX_TYPED) return null;
  const text = withoutStuck(typed).toLowerCase();
  const uuid = text.length === 38 ? text.replace(/^3d/, '') : text;
  return isUuid(uuid) ? uuid : null;
}
