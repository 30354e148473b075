/** References that partners keep as numbers: a whole number is taken as its digits. */

/** Members that name something of the partner's own. */
const REFERENCES = ['booking_id', 'external_user_id'];

/** Beyond 2^53 a number has lost digits by now; it stays a number, and is refused as one. */
export const digitsOf = (value: unknown): unknown =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? String(value) : value;

/** Writes the digits into a body and its entries. */
export function takeDigits(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  const fields = body as Record<string, unknown>;
  for (const name of REFERENCES)
    if (typeof fields[name] === 'number') fields[name] = digitsOf(fields[name]);
  const entries = fields['package_specifications'];
  if (Array.isArray(entries)) for (const entry of entries) takeDigits(entry);
}
