/**
 * The identifiers every telco shares: ICCID (ITU-T E.118), EID (SGP.29) and activation code (SGP.22
 * §4.1).
 */
import { randomInt } from 'node:crypto';

/** Luhn check digit (ISO/IEC 7812-1) of a string of decimal digits that has none yet. */
export function luhnDigit(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    // The rightmost digit stands beside the check digit and is doubled, then every second one.
    sum += i % 2 === 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return (10 - (sum % 10)) % 10;
}

/** 19 digits, `89…`, valid check digit. */
export const isIccid = (value: string): boolean =>
  /^89\d{17}$/.test(value) && luhnDigit(value.slice(0, 18)) === Number(value[18]);

/**
 * An ICCID as suppliers write it: 18 to 20 digits from 89, a filler `F` at the end dropped. Its
 * check digit is not looked at: many have none. null = not one.
 */
export function supplierIccid(text: string): string | null {
  const digits = text.trim().replace(/[fF]$/, '');
  return /^89\d{16,18}$/.test(digits) ? digits : null;
}

/** An ICCID that starts with `prefix` (2 to 18 digits, `89…`), filled up at random. */
export function makeIccid(prefix: string): string {
  if (!/^89\d{0,16}$/.test(prefix))
    throw new RangeError('An ICCID prefix is 2 to 18 digits that start with 89.');
  let digits = prefix;
  while (digits.length < 18) digits += randomInt(10);
  return digits + luhnDigit(digits);
}

/** Check digits of an EID (ISO/IEC 7064 MOD 97-10) of its first 30 digits. */
export const eidCheckDigits = (digits: string): string =>
  String(98n - ((BigInt(digits) * 100n) % 97n)).padStart(2, '0');

/** The number of a device's eUICC: 32 digits, the last two check the rest. */
export const isEid = (value: string): boolean =>
  /^\d{32}$/.test(value) && eidCheckDigits(value.slice(0, 30)) === value.slice(30);

/** `matchingId` may be empty: the SM-DP+ then finds the profile by the device. */
export type Lpa = {
  host: string;
  matchingId: string;
  oid: string | null;
  confirmationRequired: boolean;
};

/** Of the activation code; the `LPA:` before it belongs to the QR code. */
export const MAX_ACTIVATION_CODE = 255;
/** A name with a domain, no address in numbers. */
const HOST =
  /^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?!\d+$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const MATCHING_ID = /^[0-9A-Z-]{0,255}$/;
/** Two arcs or more; below 0 and 1 the second is at most 39. No leading zeros. */
const OID = /^(?:[01]\.(?:\d|[1-3]\d)|2\.(?:0|[1-9]\d{0,38}))(?:\.(?:0|[1-9]\d{0,38}))*$/;

const PARTS: Record<'host' | 'matchingId' | 'oid', (lpa: Lpa) => boolean> = {
  host: ({ host }) => HOST.test(host),
  matchingId: ({ matchingId }) => MATCHING_ID.test(matchingId),
  oid: ({ oid }) => oid === null || OID.test(oid),
};

const write = ({ host, matchingId, oid, confirmationRequired }: Lpa): string =>
  [
    '1',
    host,
    matchingId,
    ...(oid === null && !confirmationRequired ? [] : [oid ?? '']),
    ...(confirmationRequired ? ['1'] : []),
  ].join('$');

/**
 * Names of the parts that no activation code may have, `length` where the whole is too long. Never
 * what they hold: it is a secret.
 */
export function lpaProblems(lpa: Lpa): ('host' | 'matchingId' | 'oid' | 'length')[] {
  const wrong = (Object.keys(PARTS) as (keyof typeof PARTS)[]).filter((part) => !PARTS[part](lpa));
  return wrong.length === 0 && write(lpa).length > MAX_ACTIVATION_CODE ? ['length'] : wrong;
}

/**
 * `LPA:1$host$matching-id[$oid[$1]]`, as QR codes and links hold it. Throws RangeError for parts
 * that are none.
 */
export function buildLpa(lpa: Lpa): string {
  const wrong = lpaProblems(lpa);
  if (wrong.length > 0) throw new RangeError(`This is no activation code: ${wrong.join(', ')}.`);
  return `LPA:${write(lpa)}`;
}

/**
 * An activation code as people paste it and devices read it: `LPA:` in any case or left out, spaces
 * around it, an empty OID or flag, and, as the specification asks, anything after the flag passed
 * over. null = not one.
 */
export function parseActivationCode(text: string): Lpa | null {
  const code = text.trim().replace(/^lpa:/i, '');
  if (code.length > MAX_ACTIVATION_CODE) return null;
  const [format, host, matchingId, oid = '', flag = ''] = code.split('$');
  if (
    format !== '1' ||
    host === undefined ||
    matchingId === undefined ||
    (flag !== '' && flag !== '1')
  )
    return null;
  const lpa = {
    host,
    matchingId,
    oid: oid === '' ? null : oid,
    confirmationRequired: flag === '1',
  };
  return lpaProblems(lpa).length === 0 ? lpa : null;
}

/**
 * The one way of writing it that `buildLpa` has; providers are held to it. null = anything else.
 */
export function parseLpa(text: string): Lpa | null {
  const lpa = parseActivationCode(text);
  return lpa !== null && buildLpa(lpa) === text ? lpa : null;
}
