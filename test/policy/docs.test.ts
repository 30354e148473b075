/** What the documents name exists: paths, links, commands, variables, error types. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CLIENT_VARIABLES } from '@hubby/sdk/environment';
import { ERROR_DOCS } from '../../src/api/reference/error-docs.ts';
import { CONFIG_PARTS } from '../../src/config.ts';
import { ERROR_STATUS } from '../../src/errors.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const DOCS = [
  'AGENTS.md',
  'SECURITY.md',
  'STYLE.md',
  'README.md',
  'CONTEXT.md',
  'CONTRIBUTING.md',
  'NOTICE',
  ...globSync('docs/**/*.md', { cwd: ROOT }),
].sort();

const GROUPS = [
  'partner',
  'key',
  'catalog',
  'review',
  'promo-codes',
  'mail',
  'webhooks',
  'clock',
  'secrets',
];

/** A path from the root: one of our folders and what follows, or a file of the root itself. */
const PATH =
  /(?<![\w./-])((?:src|packages|test|docs|migrations|scripts|bench|bin|deploy|\.ci)\/[\w.-]+(?:\/[\w.-]+)*\/?|(?:README|CONTEXT|CONTRIBUTING|STYLE|AGENTS|SECURITY|CHANGELOG)\.md|(?:package|tsconfig)\.json)(?![\w<*])/g;
/** Named as an example of what is to be made, not as something there. */
const TO_BE_MADE = new Set(['migrations/NNN.do.what-it-does.sql']);
const withoutLinks = (text: string): string =>
  text.replace(/\]\([^)]*\)/g, ']').replace(/https?:\/\/\S+/g, '');

export const pathsIn = (text: string): string[] =>
  [...withoutLinks(text).matchAll(PATH)]
    .map((m) => m[1]!.replace(/[./]+$/, ''))
    .filter((path) => !TO_BE_MADE.has(path));

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
const anchorsOf = (file: string): string[] =>
  [...read(file).matchAll(/^#+ +(.+)$/gm)].map((m) => anchorOf(m[1]!));

const inAll = (find: (text: string) => Iterable<string>): [string, string][] =>
  DOCS.flatMap((doc) => [...find(read(doc))].map((found): [string, string] => [doc, found]));
const missing = (
  found: [string, string][],
  exists: (name: string, doc: string) => boolean,
): string[] =>
  found.filter(([doc, name]) => !exists(name, doc)).map(([doc, name]) => `${doc}: ${name}`);

describe('documents', () => {
  it('name files that exist', () => {
    const found = inAll(pathsIn);
    assert.ok(found.length > 150, `only ${found.length} paths found: does the pattern still work?`);
    assert.deepEqual(
      missing(found, (path) => existsSync(join(ROOT, path))),
      [],
    );
  });

  it('would notice a file that is gone', () => {
    assert.deepEqual(
      pathsIn('see `src/gone.ts`, src/api/, (migrations/999.do.x.sql). And test/harness.ts.'),
      ['src/gone.ts', 'src/api', 'migrations/999.do.x.sql', 'test/harness.ts'],
    );
  });

  it('link to files and headings that exist', () => {
    const links = inAll((text) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)]
        .map((m) => m[1]!)
        .filter((link) => !/^(https?|mailto):/.test(link)),
    );
    assert.ok(links.length > 30, `only ${links.length} links found`);
    assert.deepEqual(
      missing(links, (link, doc) => {
        const [path, anchor] = link.split('#') as [string, string | undefined];
        const file = path === '' ? doc : join(dirname(doc), path);
        return (
          existsSync(join(ROOT, file)) && (anchor === undefined || anchorsOf(file).includes(anchor))
        );
      }),
      [],
    );
  });

  it('name npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const found = inAll((text) =>
      [...text.matchAll(/npm (?:run ([\w:-]+)|(test|start)\b)/g)].map((m) => m[1] ?? m[2]!),
    );
    assert.ok(found.length > 10, `only ${found.length} scripts found`);
    assert.deepEqual(
      missing(found, (name) => Object.hasOwn(scripts, name)),
      [],
    );
  });

  it('name commands of the CLI that exist', () => {
    const declared = [
      'src/main.ts',
      'src/upkeep/member-commands.ts',
      'src/upkeep/notify-commands.ts',
      ...globSync('packages/cli/src/commands/*.ts', { cwd: ROOT }),
    ]
      .map(read)
      .join('\n');
    const names = new Set(
      [...declared.matchAll(/\bdefine\(\s*\w+,\s*'([\w-]+)/g)].map((m) => m[1]!),
    );
    const found = inAll((text) =>
      [...text.matchAll(/(?:npx hubby|`hubby) ([a-z-]+)(?: ([a-z-]+))?/g)].flatMap((m) =>
        GROUPS.includes(m[1]!) && m[2] !== undefined ? [m[1]!, m[2]] : [m[1]!],
      ),
    );
    assert.ok(found.length > 15, `only ${found.length} commands found`);
    assert.deepEqual(
      missing(found, (name) => names.has(name)),
      [],
    );
  });

  it('name environment variables that exist', () => {
    const known = new Set([
      ...CONFIG_PARTS.flatMap(({ variables }) => Object.keys(variables)),
      ...CLIENT_VARIABLES,
      // Of the partner's own program, in an example.
      'HUBBY_WEBHOOK_SECRET',
    ]);
    const found = inAll((text) =>
      [...text.matchAll(/\b(HUBBY_[A-Z\d_]*[A-Z\d])(?![A-Z\d_*<])/g)].map((m) => m[1]!),
    );
    assert.ok(found.length > 50, `only ${found.length} variables found`);
    assert.deepEqual(
      missing(found, (name) => known.has(name)),
      [],
    );
  });

  it('name error types that exist', () => {
    const status = 'CONFIRMED|COMPLETED|CANCELLED';
    const found = inAll((text) =>
      [
        ...text.matchAll(
          new RegExp(`(?<!${status})\\b(?:400|401|404|409|422|503) \`([a-z_]+)\``, 'g'),
        ),
      ].map((m) => m[1]!),
    );
    assert.ok(found.length > 8, `only ${found.length} error types found`);
    // A reason of provider_unavailable may stand in its place.
    const reasons = ['needs_review', 'schema'];
    assert.deepEqual(
      missing(found, (type) => Object.hasOwn(ERROR_STATUS, type) || reasons.includes(type)),
      [],
    );
  });
});

describe('the page of errors', () => {
  it('explains every type, and only those', () => {
    assert.deepEqual(Object.keys(ERROR_DOCS).sort(), Object.keys(ERROR_STATUS).sort());
  });

  it('is free of markup characters, since its texts are not escaped', () => {
    for (const [type, text] of Object.entries(ERROR_DOCS)) {
      assert.match(type, /^[a-z_]+$/);
      assert.doesNotMatch(text, /[<>&]/, type);
      assert.match(text, /^\S.{10,}\.$/, `${type}: expected a sentence`);
    }
  });
});
