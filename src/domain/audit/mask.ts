/**
 * What must not stand in the audit log, whoever records an act: secrets, and what says who a person
 * is. Decided by the name of a member and by the look of a text, so that nobody has to remember it.
 */
export const SECRET = '[secret]';
export const PERSONAL = '[personal]';

/** The end of a name, in snake_case. Hints of secrets end otherwise (`…_hint`) and stay. */
const SECRET_NAME =
  /(^|_)(secrets?|passwords?|passphrase|pwd|tokens?|credentials?|private_key|api_key|access_key|auth_key|authorization|cookie|pin|puk|lpa|activation_(code|string)|matching_id|recovery_codes?|sealed)$/;
const PERSONAL_NAME =
  /(^|_)(e_?mails?|phones?|phone_numbers?|msisdn|first_name|last_name|full_name|traveler_name|member_name|maker|recipients?|street|postal_code|passport|birth_date|date_of_birth)$/;
/** Ours and those of whom we call, as they look; tokens of three parts; keys in PEM; LPA strings. */
const SECRET_TEXT =
  /\b(h[so](p|_test|_live)_[\w-]{16,}|(sk|rk|pk)_(test|live)_\w{8,}|whsec_[\w+/=-]{8,}|xkeysib-[\w-]{8,}|eyJ[\w-]{8,}\.[\w-]+\.[\w-]*)|-----BEGIN [^-]+-----[^]*|LPA:1\$\S+/g;
/** The id of a key of ours is no secret; an `api_key` for somebody else is one. */
const KEY_ID = /^hk_(test|live)_[0-9a-z]{30}$/;
/** A query may hold a key, and so may what stands before an @. */
const IN_URL = /\b(https?:\/\/)(?:[^\s/?#@]*@)?([^\s?#]*)[?#]\S*/gi;

/** Of a word with an @ in it: its first letter, and what stands behind the last @. */
function maskAddress(word: string): string {
  const at = word.lastIndexOf('@');
  return at > 0 ? `${String.fromCodePoint(word.codePointAt(0)!)}…${word.slice(at)}` : word;
}

const maskText = (text: string): string =>
  text.replace(SECRET_TEXT, SECRET).replace(IN_URL, `$1$2?${SECRET}`).replace(/\S+/g, maskAddress);

const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();

/** That there is one, or none, may be known. */
const stays = (value: unknown): boolean =>
  value === null || value === '' || typeof value === 'boolean';

function maskMember(name: string, value: unknown): unknown {
  if (stays(value)) return value;
  const known = snake(name);
  if (SECRET_NAME.test(known) && !(typeof value === 'string' && KEY_ID.test(value))) return SECRET;
  if (!PERSONAL_NAME.test(known)) return mask(value);
  if (Array.isArray(value)) return value.map((one) => maskMember(name, one));
  const isAddress = typeof value === 'string' && value.includes('@');
  return isAddress ? maskText(value) : PERSONAL;
}

/** `value` is what JSON can hold. The same for what is masked already. */
export function mask(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [maskText(name), maskMember(name, member)]),
  );
}
