/**
 * Reads an instant as the server writes it to a session in UTC, `2026-11-29 02:30:00.123456+00`:
 * the driver's own reader, which knows every style of dates, takes four times as long, and most
 * rows hold several. Anything else is left to it. Beyond milliseconds digits are dropped.
 */
import pg from 'pg';

const readAny = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);

const ZERO = 48;
const digit = (text: string, i: number): number => text.charCodeAt(i) - ZERO;
const two = (text: string, i: number): number => digit(text, i) * 10 + digit(text, i + 1);

export function readInstant(text: string): Date | number {
  const end = text.length - 3;
  const isPlain =
    end >= 19 && end <= 26 && text[4] === '-' && text[10] === ' ' && text.endsWith('+00');
  if (!isPlain) return readAny(text) as Date | number;
  const part = (i: number, worth: number): number => (i < end ? digit(text, i) * worth : 0);
  const ms = part(20, 100) + part(21, 10) + part(22, 1);
  const year = two(text, 0) * 100 + two(text, 2);
  if (year < 100) return readAny(text) as Date | number;
  return new Date(
    Date.UTC(year, two(text, 5) - 1, two(text, 8), two(text, 11), two(text, 14), two(text, 17), ms),
  );
}
