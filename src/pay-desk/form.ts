/**
 * Stripe's bodies and queries: `line_items[0][price_data][currency]=eur`, `expand[]=payment_intent`.
 * Everything is text; what it means is for `parameters.ts` to say.
 */
import { invalid } from './errors.ts';

/** Without a prototype: `__proto__` is a name like any other. */
export type Given = { [name: string]: Given | string };

const MAX_PARAMETERS = 1_000;
const MAX_DEPTH = 8;

export function readForm(text: string): Given {
  const all = [...new URLSearchParams(text)];
  if (all.length > MAX_PARAMETERS) throw invalid('The request has too many parameters.');
  const root = empty();
  for (const [key, value] of all) put(root, namesOf(key), value, key);
  return root;
}

const empty = (): Given => Object.create(null) as Given;

/** `a[b][]` → `a`, `b`, null: the next free number. */
function namesOf(key: string): (string | null)[] {
  const form = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key);
  if (form === null) throw invalid(`Invalid parameter name: ${key}`, key);
  const inner = [...form[2]!.matchAll(/\[([^[\]]*)\]/g)].map(([, name]) => name || null);
  if (inner.length > MAX_DEPTH) throw invalid(`Invalid parameter name: ${key}`, key);
  return [form[1]!, ...inner];
}

function put(root: Given, names: readonly (string | null)[], value: string, key: string): void {
  let at = root;
  names.forEach((given, i) => {
    const name = given ?? String(Object.keys(at).length);
    const there = at[name];
    if (i === names.length - 1) {
      if (typeof there === 'object') throw invalid(`Invalid object`, key);
      at[name] = value;
      return;
    }
    if (typeof there === 'string') throw invalid(`Invalid string: {...}`, key);
    at = at[name] = there ?? empty();
  });
}
