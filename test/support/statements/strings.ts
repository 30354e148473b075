/** What text an expression may be, as far as the sources alone tell. */
import type { Node, Source } from './sources.ts';

export type Sources = Map<string, Source>;
/** names of parameters → what they stand for in the call at hand */
type Given = ReadonlyMap<string, string[]>;
type Place = { sources: Sources; source: Source; given: Given; depth: number };

const DEEPEST = 12;
/** More than this is no choice between a few words any more. */
const MOST = 64;

/** Every text that it may be; null: that shows only when it runs. */
export const textsOf = (sources: Sources, source: Source, node: Node): string[] | null =>
  texts({ sources, source, given: new Map(), depth: 0 }, node);

function texts(place: Place, node: Node): string[] | null {
  if (place.depth > DEEPEST) return null;
  const at = { ...place, depth: place.depth + 1 };
  switch (node.type) {
    case 'Literal':
      return ['string', 'number'].includes(typeof node['value']) ? [String(node['value'])] : null;
    case 'TemplateLiteral':
      return join(
        node['quasis'].flatMap((quasi: Node, i: number) => [
          [quasi['value'].cooked],
          ...(node['expressions'][i] === undefined ? [] : [texts(at, node['expressions'][i])]),
        ]),
      );
    case 'BinaryExpression':
      return node['operator'] === '+'
        ? join([texts(at, node['left']), texts(at, node['right'])])
        : calculate(node['operator'], texts(at, node['left']), texts(at, node['right']));
    case 'ConditionalExpression':
      return either(texts(at, node['consequent']), texts(at, node['alternate']));
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return texts(at, node['expression']);
    case 'Identifier':
      return named(at, node['name']);
    case 'MemberExpression':
      return member(at, node);
    case 'CallExpression':
      return called(at, node);
    default:
      return null;
  }
}

const either = (a: string[] | null, b: string[] | null): string[] | null =>
  a === null || b === null ? null : [...new Set([...a, ...b])];

function join(parts: (string[] | null)[]): string[] | null {
  let all = [''];
  for (const part of parts) {
    if (part === null || all.length * part.length > MOST) return null;
    all = all.flatMap((head) => part.map((tail) => head + tail));
  }
  return all;
}

function calculate(operator: string, a: string[] | null, b: string[] | null): string[] | null {
  if (a?.length !== 1 || b?.length !== 1) return null;
  const [x, y] = [Number(a[0]), Number(b[0])];
  const results: Record<string, number> = { '*': x * y, '/': x / y, '-': x - y };
  const result = results[operator];
  return result === undefined || Number.isNaN(result) ? null : [String(result)];
}

/** A name with one value; several of that name in one file tell nothing. */
function valueOf(place: Place, name: string): { place: Place; node: Node } | null {
  const own = place.source.values.get(name);
  if (own !== undefined) return own.length === 1 ? { place, node: own[0]! } : null;
  const from = place.source.imports.get(name);
  const source = from === undefined ? undefined : place.sources.get(from.path);
  if (source === undefined || place.depth > DEEPEST) return null;
  return valueOf({ ...place, source, given: new Map(), depth: place.depth + 1 }, from!.name);
}

function named(place: Place, name: string): string[] | null {
  const given = place.given.get(name);
  if (given !== undefined) return given;
  const found = valueOf(place, name);
  return found === null ? null : texts(found.place, found.node);
}

/** `WORDS.one`, or any of them for `WORDS[which]`. */
function member(place: Place, node: Node): string[] | null {
  if (node['object'].type !== 'Identifier') return null;
  const found = valueOf(place, node['object'].name);
  const object = found?.node.type === 'TSAsExpression' ? found.node['expression'] : found?.node;
  if (found === null || object?.type !== 'ObjectExpression') return null;
  const wanted = node['computed'] ? null : (node['property'].name as string);
  const members = object['properties'].filter(
    (p: Node) => wanted === null || (p['key']?.name ?? p['key']?.value) === wanted,
  );
  if (members.length === 0) return null;
  return members
    .map((p: Node) => texts(found.place, p['value']))
    .reduce((a: string[] | null, b: string[] | null) => either(a, b));
}

/** A small function of the sources whose body is one expression. */
function called(place: Place, node: Node): string[] | null {
  if (node['callee'].type !== 'Identifier') return null;
  const found = valueOf(place, node['callee'].name);
  if (found?.node.type !== 'ArrowFunctionExpression' || !found.node['expression']) return null;
  const given = new Map<string, string[]>();
  const give = (parameter: Node, argument: Node | undefined): void => {
    const name = parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter;
    if (name.type === 'ObjectPattern') return giveMembers(name, argument);
    const node = argument ?? parameter['right'];
    const value = node === undefined ? null : texts(place, node);
    if (value !== null) given.set(name['name'], value);
  };
  /** `({ table, due = 'due_at' })`, called with an object that stands there. */
  const giveMembers = (pattern: Node, argument: Node | undefined): void => {
    const members: Node[] = argument?.type === 'ObjectExpression' ? argument['properties'] : [];
    for (const { key, value } of pattern['properties'])
      give(value, members.find((member) => member['key']?.name === key?.name)?.['value']);
  };
  for (const [i, parameter] of found.node['params'].entries())
    give(parameter, node['arguments'][i]);
  return texts({ ...found.place, given }, found.node['body'].expression ?? found.node['body']);
}
