/** The identifiers every telco shares: ICCID (ITU-T E.118) and activation code (SGP.22 §4.1). */
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

/** An ICCID that starts with `prefix` (2 to 18 digits, `89…`), filled up at random. */
export function makeIccid(prefix: string): string {
  if (!/^89\d{0,16}$/.test(prefix)) throw new RangeError('An ICCID prefix is 2 to 18 digits that start with 89.');
  let digits = prefix;
  while (digits.length < 18) digits += randomInt(10);
  return digits + luhnDigit(digits);
}

/** `matchingId` may be empty: the SM-DP+ then finds the profile by the device. */
export type Lpa = { host: string; matchingId: string; oid: string | null; confirmationRequired: boolean };

const HOST = /^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const MATCHING_ID = /^[0-9A-Z-]{0,255}$/;
const OID = /^[0-2](?:\.\d{1,20}){1,30}$/;

/** `LPA:1$host$matching-id[$oid[$1]]`; the oid is empty where only the confirmation flag follows. null = not one. */
export function parseLpa(text: string): Lpa | null {
  const [format, host, matchingId, oid, flag, ...rest] = text.split('$');
  if (format !== 'LPA:1' || host === undefined || matchingId === undefined || rest.length > 0) return null;
  if (!HOST.test(host) || !MATCHING_ID.test(matchingId)) return null;
  if (flag !== undefined && flag !== '1') return null;
  if (oid !== undefined && !OID.test(oid) && !(oid === '' && flag === '1')) return null;
  return { host, matchingId, oid: oid === undefined || oid === '' ? null : oid, confirmationRequired: flag === '1' };
}
