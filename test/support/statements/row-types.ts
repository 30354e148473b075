/** Which columns a row type promises, as far as the sources alone tell. */
import type { Node, Source } from './sources.ts';
import type { Sources } from './strings.ts';

/** `any`: what it is shows elsewhere, or it is JSON. */
export type Kind = 'string' | 'number' | 'boolean' | 'Date' | 'Buffer' | 'array' | 'any';
export type Columns = Map<string, { kind: Kind; isOptional: boolean }>;

const DEEPEST = 12;

/** Null: the type is no list of columns that could be read, as a type parameter is none. */
export function columnsOf(sources: Sources, source: Source, type: Node, depth = 0): Columns | null {
  const again = (node: Node): Columns | null => columnsOf(sources, source, node, depth + 1);
  if (depth > DEEPEST) return null;
  switch (type.type) {
    case 'TSTypeLiteral':
    case 'TSInterfaceBody':
      return literal(sources, source, type['members'] ?? type['body']);
    case 'TSIntersectionType':
      return merge(type['types'].map(again));
    case 'TSParenthesizedType':
      return again(type['typeAnnotation']);
    case 'TSTypeReference':
      return reference(sources, source, type, depth);
    default:
      return null;
  }
}

function literal(sources: Sources, source: Source, members: Node[]): Columns {
  const columns: Columns = new Map();
  for (const one of members)
    if (one.type === 'TSPropertySignature')
      columns.set(one['key'].name ?? one['key'].value, {
        kind: kindOf(sources, source, one['typeAnnotation']?.typeAnnotation),
        isOptional: one['optional'],
      });
  return columns;
}

function merge(parts: (Columns | null)[]): Columns | null {
  const all: Columns = new Map();
  for (const part of parts) {
    if (part === null) return null;
    for (const [name, column] of part) all.set(name, column);
  }
  return all;
}

function reference(sources: Sources, source: Source, type: Node, depth: number): Columns | null {
  const name = type['typeName'].name as string | undefined;
  const args = (type['typeArguments']?.params ?? []) as Node[];
  if (name === 'Pick' || name === 'Omit') {
    const of = columnsOf(sources, source, args[0]!, depth + 1);
    const names = namesIn(args[1]!);
    if (of === null || names === null) return null;
    const isKept = (column: string): boolean => names.includes(column) === (name === 'Pick');
    return new Map([...of].filter(([column]) => isKept(column)));
  }
  if (name === 'Partial' || name === 'Readonly')
    return columnsOf(sources, source, args[0]!, depth + 1);
  const found = name === undefined ? null : declared(sources, source, name);
  return found === null ? null : columnsOf(sources, found.source, found.type, depth + 1);
}

const namesIn = (type: Node): string[] | null => {
  const parts: Node[] = type.type === 'TSUnionType' ? type['types'] : [type];
  const names = parts.map((part) =>
    part.type === 'TSLiteralType' ? (part['literal'].value as string) : null,
  );
  return names.includes(null) ? null : (names as string[]);
};

function declared(
  sources: Sources,
  source: Source,
  name: string,
): { source: Source; type: Node } | null {
  const own = source.types.get(name);
  if (own !== undefined) return { source, type: own };
  const from = source.imports.get(name);
  const other = from === undefined ? undefined : sources.get(from.path);
  return other === undefined ? null : declared(sources, other, from!.name);
}

const KINDS: Record<string, Kind> = {
  TSStringKeyword: 'string',
  TSTemplateLiteralType: 'string',
  TSNumberKeyword: 'number',
  TSBooleanKeyword: 'boolean',
  TSArrayType: 'array',
};

function kindOf(sources: Sources, source: Source, type: Node | undefined, depth = 0): Kind {
  if (type === undefined || depth > DEEPEST) return 'any';
  if (type.type === 'TSLiteralType') return typeof type['literal'].value as Kind;
  if (type.type === 'TSUnionType') {
    const kinds = new Set(
      type['types']
        .filter((part: Node) => !['TSNullKeyword', 'TSUndefinedKeyword'].includes(part.type))
        .map((part: Node) => kindOf(sources, source, part, depth + 1)),
    );
    return kinds.size === 1 ? ([...kinds][0] as Kind) : 'any';
  }
  if (type.type === 'TSTypeReference') {
    const name = type['typeName'].name as string;
    if (name === 'Date' || name === 'Buffer') return name;
    const found = declared(sources, source, name);
    return found === null ? 'any' : kindOf(sources, found.source, found.type, depth + 1);
  }
  return KINDS[type.type] ?? 'any';
}
