/**
 * The ten behaviours of CONTEXT.md are where it says, and the walks of CONTRIBUTING.md can be
 * walked by imports.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

const read = (file: string): string => readFileSync(file, 'utf8');
const ROW = /^\| (?<what>[^|`]+) \| `(?<file>src\/[\w./-]+)` \| `(?<name>\w+)` \|$/gm;
const rows = [...read('CONTEXT.md').matchAll(ROW)].map((m) => m.groups!);

describe('ten behaviours', () => {
  it('are ten', () => assert.equal(rows.length, 10));
  for (const { what, file, name } of rows)
    it(`${what}: ${name}`, () => {
      assert.match(read(file!), new RegExp(`^export (async )?(function|const) ${name}\\b`, 'm'));
    });
});

/**
 * Files that one imports, its SQL included: a statement that calls a function is a hop to the file
 * of its name.
 */
function reach(file: string): Set<string> {
  const text = read(file);
  const imports = [...text.matchAll(/from '(\.[^']+)'/g)].map((m) => join(dirname(file), m[1]!));
  const functions = [...text.matchAll(/\b([a-z]+(?:_[a-z]+)+)\(/g)].map((m) =>
    join(dirname(file), `${m[1]!.replaceAll('_', '-')}.sql`),
  );
  return new Set([...imports, ...functions.filter((path) => existsSync(path))]);
}

/** By any number of imports. */
function leadsTo(from: string, to: string, seen = new Set<string>()): boolean {
  for (const next of reach(from)) {
    if (next === to) return true;
    if (seen.has(next) || !next.endsWith('.ts') || !existsSync(next)) continue;
    seen.add(next);
    if (leadsTo(next, to, seen)) return true;
  }
  return false;
}

describe('the walks', () => {
  const walks = [
    ...read('CONTRIBUTING.md').matchAll(/^- \*\*(A [^*]+)\*\*: ([\s\S]*?)(?=^- \*\*|\n\n)/gm),
  ];
  it('are three', () => assert.equal(walks.length, 3));
  for (const [, name, text] of walks)
    it(name!, () => {
      const hops = [...text!.matchAll(/`(src\/[\w./-]+)`/g)].map((m) => m[1]!);
      assert.ok(hops.length > 4);
      for (const hop of hops) assert.ok(existsSync(hop), hop);
      for (const hop of hops.slice(1)) {
        if (hop.includes('/usage/apply-reports')) continue;
        assert.ok(
          hops.some((from) => from !== hop && leadsTo(from, hop)),
          `nothing leads to ${hop}`,
        );
      }
    });
});
