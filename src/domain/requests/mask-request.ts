/**
 * What says who a traveler is, out of a kept request, for whom may not read it. Decided by names, as
 * in the audit log, and by more of them: here stands whatever partners send and are told. What
 * cannot be read as it was meant is masked whole.
 */
import { isTooDeep } from '../../input/depth.ts';
import { mask, PERSONAL } from '../audit/mask.ts';

/** The end of a name, in snake_case; beside what the audit log masks. Names of places go with them. */
const NAMES =
  /(^|_)(names?|title|gender|users?|user_ids?|external_ids?|travelers?|guests?|passengers?|customers?|contacts?|address(es)?|address_line_?\d?|line_?\d|cit(y|ies)|zip|postcode|to|iccids?|imsis?|eids?|imeis?|qr|body|text|html|subject|notes?|comments?|data|context|codes?|links?|urls?|identit(y|ies)|cursor|q)$/;
/** Sentences of ours, which quote what came. */
const SENTENCES = new Set(['message', 'issue']);
const QUOTED = /"(?:[^"\\]|\\.)*"/g;
const CAME = /\bgot [^]*/;

const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();

const isPersonal = (name: string): boolean => NAMES.test(snake(name));

/** That there is one, or none, may be known; an error's code is its status. */
const stays = (name: string, value: unknown): boolean =>
  value === null ||
  value === '' ||
  typeof value === 'boolean' ||
  (name === 'code' && typeof value === 'number');

function maskMember(name: string, value: unknown): unknown {
  if (stays(name, value)) return value;
  if (name === 'doc_url') return value;
  if (SENTENCES.has(name) && typeof value === 'string')
    return value.replace(QUOTED, `"${PERSONAL}"`).replace(CAME, `got ${PERSONAL}`);
  return isPersonal(name) ? PERSONAL : maskNames(value);
}

function maskNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, maskMember(name, member)]),
  );
}

/** `data` of an answer is what it is about, and not a traveler's. */
function maskEnvelope(envelope: object): unknown {
  const { data, ...rest } = envelope as { data?: unknown };
  return {
    ...(maskNames(rest) as object),
    ...(data === undefined ? {} : { data: maskNames(data) }),
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of a body that is there whole; what is no JSON object or list is masked whole. */
export function maskBody(text: string, isAnswer: boolean): string {
  if (isTooDeep(text)) return PERSONAL;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return PERSONAL;
  }
  if (typeof value !== 'object' || value === null) return PERSONAL;
  const named = isAnswer && isObject(value) ? maskEnvelope(value) : maskNames(value);
  return JSON.stringify(mask(named));
}

/** `query` is what stands behind the question mark. */
export const maskQuery = (query: string): string =>
  query
    .split('&')
    .map((pair) => {
      const [name = '', ...values] = pair.split('=');
      const value = values.join('=');
      return value === '' ? maskPart(name) : `${maskPart(name)}=${maskParameter(name, value)}`;
    })
    .join('&');

function maskParameter(name: string, value: string): string {
  const known = decoded(name);
  return known === null || isPersonal(known) ? PERSONAL : maskPart(value, known);
}

/** As it is where nothing in it is masked. */
function maskPart(part: string, name = 'value'): string {
  const text = decoded(part);
  if (text === null) return PERSONAL;
  const { [name]: masked } = mask({ [name]: text }) as Record<string, unknown>;
  return masked === text ? part : String(masked);
}

/** Null: it is no percent-encoded UTF-8. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** `route`: the pattern that it fits, whose parameters say what stands where; null = unknown. */
export function maskPath(path: string, route: string | null): string {
  const names = route?.split('/') ?? [];
  return path
    .split('/')
    .map((segment, i) => {
      const name = names[i]?.startsWith(':') ? names[i].slice(1) : null;
      return name !== null && isPersonal(name) ? PERSONAL : maskPart(segment);
    })
    .join('/');
}
