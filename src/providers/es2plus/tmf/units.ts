/** Quantities of data as a BSS writes them: `{amount, units}` with units in anybody's spelling. */
import { number, object, unfit } from '../../fields.ts';

const POWERS = ['', 'K', 'M', 'G', 'T'];

/** Bytes of one unit, null = no unit of data. `base`: what KB and MB count by. */
function bytesOf(unit: string, base: 1000 | 1024): number | null {
  const [, prefix, binary] = /^([KMGT]?)(I?)B(?:YTES?)?$/.exec(unit.trim().toUpperCase()) ?? [];
  const word = /^(KILO|MEGA|GIGA|TERA)?BYTES?$/.exec(unit.trim().toUpperCase());
  const letter = prefix ?? (word === null ? null : (word[1]?.[0] ?? ''));
  if (letter === null || (letter === '' && binary === 'I')) return null;
  return (binary === 'I' ? 1024 : base) ** POWERS.indexOf(letter);
}

/** Whole bytes ≥ 0, parts of one dropped. Throws ProviderUnclear. */
export function toBytes(
  amount: unknown,
  unit: unknown,
  { base, field }: { base: 1000 | 1024; field: string },
): number {
  const each = typeof unit === 'string' ? bytesOf(unit, base) : null;
  // Without the dust of binary fractions, that would cost a byte.
  const bytes = Math.floor(Number((number({ amount }, 'amount') * (each ?? NaN)).toFixed(3)));
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw unfit(field);
  return bytes;
}

export function quantity(value: unknown, base: 1000 | 1024, field: string): number {
  const { amount, units } = object(value, field);
  return toBytes(amount, units, { base, field });
}
