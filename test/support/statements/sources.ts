/** The sources as syntax trees, and where a name of one of them comes from. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A node of the ESTree that oxc gives, TypeScript's included; fields as its type says. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the fields differ by type, and each reader asks for its own
export type Node = { type: string; start: number; end: number } & Record<string, any>;
export type Source = {
  path: string;
  text: string;
  program: Node;
  /** local name → the file it is imported from, and its name there */
  imports: Map<string, { path: string; name: string }>;
  /**
   * name → initial values of the variables, parameters' defaults and functions of that name, in any
   * scope
   */
  values: Map<string, Node[]>;
  /** name → the type that the file declares under it */
  types: Map<string, Node>;
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) yield* walk(child);
}

function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const program = parseSync(path, text).program as unknown as Node;
  const source: Source = {
    path,
    text,
    program,
    imports: new Map(),
    values: new Map(),
    types: new Map(),
  };
  const keep = (name: string, value: Node): void => {
    source.values.set(name, [...(source.values.get(name) ?? []), value]);
  };
  for (const node of walk(program)) {
    if (node.type === 'ImportDeclaration' && node['source'].value.startsWith('.'))
      for (const one of node['specifiers'])
        source.imports.set(one.local.name, {
          path: join(dirname(path), node['source'].value),
          name: one.imported?.name ?? 'default',
        });
    if (node.type === 'VariableDeclarator' && node['id'].type === 'Identifier' && node['init'])
      keep(node['id'].name, node['init']);
    if (node.type === 'FunctionDeclaration' && node['id']) keep(node['id'].name, node);
    if (node.type === 'TSTypeAliasDeclaration')
      source.types.set(node['id'].name, node['typeAnnotation']);
    if (node.type === 'TSInterfaceDeclaration') source.types.set(node['id'].name, node['body']);
  }
  return source;
}

export const readSources = (): Map<string, Source> =>
  new Map(
    globSync('src/**/*.ts')
      .sort()
      .map((path) => [path, readSource(path)]),
  );

export const lineOf = ({ text }: Source, node: Node): number =>
  text.slice(0, node.start).split('\n').length;
