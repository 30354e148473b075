/**
 * Cuts a value down to one item, member or character more than its schema allows. What is too long
 * is still seen to be, and whatever checks it thoroughly afterwards meets a value whose size the
 * schema bounds.
 */
type Schema = Readonly<Record<string, unknown>>;

/** The very same value where nothing is too long; else a copy, the original stays as it is. */
export function clip(value: unknown, schema: unknown): unknown {
  const schemas = alternativesOf(schema);
  if (schemas.length === 0) return value;
  if (typeof value === 'string') return clipText(value, limitOf(schemas, 'maxLength'));
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? clipList(value, schemas) : clipObject(value, schemas);
}

/** A schema and those it chooses from or puts together. */
function alternativesOf(schema: unknown): Schema[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const one = schema as Schema;
  if (one['anyOf'] === undefined && one['oneOf'] === undefined && one['allOf'] === undefined)
    return [one];
  const nested = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => (one[key] as unknown[]) ?? []);
  return [one, ...nested.flatMap(alternativesOf)];
}

/** The widest that any of them names. */
const limitOf = (schemas: readonly Schema[], keyword: string): number =>
  schemas.reduce((max, { [keyword]: limit }) => Math.max(max, (limit as number) ?? -1), -1);

/** Characters are code points, each one or two units of the text. */
function clipText(text: string, max: number): string {
  if (max < 0 || text.length <= max) return text;
  const head = Array.from(text.slice(0, 2 * (max + 1))).slice(0, max + 1);
  return head.length > max ? head.join('') : text;
}

function clipList(list: readonly unknown[], schemas: readonly Schema[]): unknown {
  const max = limitOf(schemas, 'maxItems');
  const kept = max >= 0 && list.length > max ? list.slice(0, max + 1) : list;
  const items = schemas.find((s) => s['items'] !== undefined)?.['items'];
  let copy = kept === list ? null : (kept as unknown[]);
  if (items === undefined) return copy ?? list;
  for (let i = 0; i < kept.length; i++) {
    const one = clip(kept[i], items);
    if (one !== kept[i]) (copy ??= [...kept])[i] = one;
  }
  return copy ?? list;
}

function clipObject(object: object, schemas: readonly Schema[]): object {
  const fields = object as Readonly<Record<string, unknown>>;
  const max = limitOf(schemas, 'maxProperties');
  const names = Object.keys(fields);
  const isOver = max >= 0 && names.length > max;
  const kept = isOver ? names.slice(0, max + 1) : names;
  let copy: Record<string, unknown> | null = isOver
    ? Object.fromEntries(kept.map((name) => [name, fields[name]]))
    : null;
  for (const schema of schemas) {
    const known = (schema['properties'] as Schema) ?? {};
    const shared = sharedSchema(schema);
    for (const name of kept) {
      const one = clip(fields[name], Object.hasOwn(known, name) ? known[name] : shared);
      if (one !== fields[name]) (copy ??= { ...fields })[name] = one;
    }
  }
  return copy ?? object;
}

/** One schema for members of any name. */
const sharedSchema = (schema: Schema): unknown =>
  Object.values((schema['patternProperties'] as object) ?? {})[0] ?? schema['additionalProperties'];
