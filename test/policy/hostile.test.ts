/**
 * What a stranger sends costs at most in proportion to its size: patterns, lists, members, nesting.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parsers } from 'prettier/plugins/babel';
import { readModules } from '../../scripts/check-imports.ts';
import { unstorable } from '../../src/api/route/validation.ts';
import { bodyValidator, problemsFrom, textValidator } from '../../src/input/check.ts';
import { isTooDeep } from '../../src/input/depth.ts';
import { emailIssue, typedEmail } from '../../src/input/email.ts';
import { assertLinear, growth } from './cost.ts';
import { hang, nodesOf, taken, type Schema } from './schemas.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const nodes = taken
  .filter(({ isFile }) => isFile !== true)
  .flatMap(({ name, schema, isText }) =>
    nodesOf(schema).map((node) => ({
      ...node,
      name: `${name} ${node.path.join('.')}`,
      root: schema,
      isText,
    })),
  );
const typesOf = ({ type }: Schema): unknown[] => [type ?? []].flat();

/** Runs of what a pattern has in it, with heads and tails that make it look further. */
function* hostile(source: string): Generator<(size: number) => string> {
  const literals = source.replace(/\\[a-zA-Z]|[\\^$[\](){}|*+?]/g, '');
  const chars = new Set([...literals, ...' a0.@-/,;"\t']);
  for (const c of chars) {
    yield (size) => c.repeat(size);
    yield (size) => `${c.repeat(size)}\u0000`;
    if (source.includes('@')) yield (size) => `a@${c.repeat(size)}@`;
  }
  for (const pair of ['a.', 'a ', '0,', ' ,', 'a@', '; ', '\r\n', '/.', '""'])
    yield (size) => pair.repeat(size / 2);
}

/**
 * As it would come off the wire: V8 keeps what \`repeat\` makes as a tree, and the first to read it
 * pays for that.
 */
const flat = (text: string): string => Buffer.from(text).toString();

describe('hostile text', () => {
  it('costs every pattern of a schema in proportion', () => {
    const patterns = new Set(
      nodes.flatMap(({ schema }) => [
        ...(typeof schema['pattern'] === 'string' ? [schema['pattern']] : []),
        ...Object.keys((schema['patternProperties'] as object) ?? {}),
      ]),
    );
    assert.ok(patterns.size > 15, `only ${patterns.size} patterns found`);
    for (const pattern of patterns) {
      const regex = new RegExp(pattern, 'u');
      for (const text of hostile(pattern))
        assertLinear(pattern, (size) => regex.test.bind(regex, flat(text(size))));
    }
  });

  it('costs every regular expression of the sources in proportion', () => {
    // Apps and commands read what their own people wrote.
    const isReached = ({ file }: { file: string }): boolean => /^(src|packages\/sdk)\//.test(file);
    const found = readModules(ROOT)
      .filter(isReached)
      .flatMap(({ file, text }) => regexesOf(text).map((r) => ({ file, ...r })));
    assert.ok(found.length > 150, `only ${found.length} found`);
    const failing = found.flatMap(({ file, pattern, flags }) => {
      const regex = new RegExp(pattern, [...new Set(`${flags}g`)].join(''));
      for (const text of hostile(pattern)) {
        const grows = growth(
          (size) => {
            const subject = flat(text(size));
            return () => subject.replace(regex, '');
          },
          { small: 1024, large: 16 * 1024 },
        );
        if (grows !== null) return [`${file} /${pattern}/ ${JSON.stringify(text(8))} ${grows}`];
      }
      return [];
    });
    assert.deepEqual(failing, []);
  });

  it('costs the rules of addresses in proportion', () => {
    for (const rule of [emailIssue, typedEmail])
      for (const text of hostile('@.-ü＠"'))
        assertLinear(rule.name, (size) => rule.bind(null, flat(text(size))));
  });
});

describe('a hostile body', () => {
  const check = (root: Schema, isText: boolean): ((value: unknown) => unknown) => {
    const validate = isText ? textValidator(root) : bodyValidator(root);
    return (value) => validate(value) || problemsFrom(validate.errors ?? [], value);
  };

  it('costs every list in proportion, whatever stands in it', () => {
    const lists = nodes.filter(
      ({ schema, isText }) => typesOf(schema).includes('array') && !isText,
    );
    assert.ok(lists.length > 10, `only ${lists.length} lists found`);
    for (const { name, path, root } of lists) {
      const run = check(root, false);
      for (const item of [1, 'EMAIL', '', {}, [], null, { x: 1 }]) {
        const length = JSON.stringify(item).length + 1;
        assertLinear(`${name} of ${JSON.stringify(item)}`, (size) => {
          const value = hang(path, Array(Math.floor(size / length)).fill(item));
          return () => run(value);
        });
      }
    }
  });

  it('costs every object in proportion, however many members it has', () => {
    const objects = nodes.filter(
      ({ schema, isText }) => typesOf(schema).includes('object') && !isText,
    );
    assert.ok(objects.length > 30, `only ${objects.length} objects found`);
    for (const { name, path, root } of objects) {
      const run = check(root, false);
      // The engine sorts the names of an object to list them; what is quadratic would cost 256
      // times.
      assertLinear(
        `members of ${name}`,
        (size) => {
          const members = Array.from({ length: size / 16 }, (_, i) => [`member${i}`, '\n']);
          const value = hang(path, Object.fromEntries(members));
          return () => run(value);
        },
        { most: 160 },
      );
    }
  });

  it('costs its looks before the schema in proportion', () => {
    for (const text of ['[', '{"a":', '"\\"', '[]', '"', '\\u0000', '[["', ']'])
      for (const look of [isTooDeep, (raw: string): unknown => unstorable(raw, raw)])
        assertLinear(`${look.name} of ${text}`, (size) => {
          const raw = flat(text.repeat(size / text.length));
          return () => look(raw);
        });
  });

  it('meets a limit at every text, list and record', () => {
    const unlimited = nodes.filter(({ schema, isText, path }) => {
      const { enum: values, const: one, format, pattern } = schema;
      if (isText && path.length === 0) return false;
      const bounded =
        values !== undefined ||
        one !== undefined ||
        format === 'uuid' ||
        format === 'date-time' ||
        (typeof pattern === 'string' &&
          !/[*+](?!\$?\\\+)/.test(pattern.replace(/\[[^\]]*\]|\\./g, 'x')));
      return (
        (typesOf(schema).includes('string') && schema['maxLength'] === undefined && !bounded) ||
        (typesOf(schema).includes('array') && schema['maxItems'] === undefined) ||
        (schema['patternProperties'] !== undefined && schema['maxProperties'] === undefined)
      );
    });
    assert.deepEqual(
      unlimited.map(({ name }) => name),
      [],
    );
  });
});

type Syntax = { type?: string; pattern?: string; flags?: string };

/** The literals of a source, found by its syntax tree. */
function regexesOf(text: string): { pattern: string; flags: string }[] {
  const found: { pattern: string; flags: string }[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, pattern, flags } = node as Syntax;
    if (type === 'RegExpLiteral') found.push({ pattern: pattern!, flags: flags! });
    for (const [key, child] of Object.entries(node))
      if (key !== 'loc' && key !== 'tokens') walk(child);
  };
  walk((parsers['babel-ts'].parse(text, {} as never) as { program?: unknown }).program);
  return found;
}
