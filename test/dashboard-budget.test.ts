/** What a browser loads of the dashboard: held to its budgets in bytes, as gzip leaves them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';

const DIST = resolve(import.meta.dirname, '../web/dashboard/dist');
const ENTRY_KB = 150;
const ROUTE_KB = 90;

type Chunk = { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] };
const manifest = JSON.parse(readFileSync(join(DIST, 'manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>;

/** Of a chunk, with all that it imports at once. */
function filesOf(name: string, found = new Set<string>()): Set<string> {
  const { file, css = [], imports = [] } = manifest[name]!;
  if (found.has(file)) return found;
  for (const one of [file, ...css]) found.add(one);
  for (const other of imports) filesOf(other, found);
  return found;
}

const kilobytes = (files: Iterable<string>): number =>
  [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length,
    0,
  ) / 1_000;

describe('the dashboard as it is built', () => {
  const entry = filesOf('src/main.tsx');
  const routes = manifest['src/main.tsx']!.dynamicImports ?? [];
  const shell = filesOf('src/shell/shell.tsx');

  it(`loads at most ${ENTRY_KB} kB before it knows which screen it is`, () => {
    const size = kilobytes(entry);
    assert.ok(size > 50 && size <= ENTRY_KB, `${size.toFixed(1)} kB`);
  });

  it(`loads at most ${ROUTE_KB} kB more for the frame, and for any screen in it`, () => {
    assert.ok(routes.length > 10, routes.join(', '));
    const sizes = routes.map((route) => {
      const known = route === 'src/shell/shell.tsx' ? entry : new Set([...entry, ...shell]);
      const beyond = (has: Set<string>): string[] =>
        [...filesOf(route)].filter((file) => !has.has(file));
      const isFront = /front|sign-in|invitation/.test(route);
      return [route, kilobytes(beyond(isFront ? entry : known))] as const;
    });
    for (const [route, size] of sizes)
      assert.ok(size <= ROUTE_KB, `${route}: ${size.toFixed(1)} kB`);
    if (process.env['SIZES']) console.log([kilobytes(entry), kilobytes(shell), ...sizes]);
  });

  it('is no development build', () => {
    for (const file of entry) {
      const text = readFileSync(join(DIST, file), 'utf8');
      assert.doesNotMatch(text, /react-dom-client\.development|jsxDEV/, file);
    }
  });
});
