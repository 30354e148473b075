/** No change by people, keys or the operator goes unrecorded because somebody forgot it. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { it } from 'node:test';
import { routes } from '../../src/app.ts';
import { SCOPE_OF } from '../../src/api/callers/key-scopes.ts';
import { loadConfig } from '../../src/config.ts';
import { NEEDS_NONE, RECORDED } from '../support/audited.ts';

const config = loadConfig({ HUBBY_PUBLIC_URL: 'http://127.0.0.1:3000' });
const all = routes({ config });

it('every route that can change something leaves an audit entry, or it is said why not', () => {
  const changing = all.filter(({ method }) => method !== 'GET').map((r) => r.operationId);
  const sorted = [...Object.keys(RECORDED), ...Object.keys(NEEDS_NONE)];
  assert.equal(new Set(sorted).size, sorted.length, 'one of them stands in both lists');
  assert.deepEqual(sorted.sort(), changing.sort());
});

it('each that leaves one is shown to do so', () => {
  const tests = globSync('test/flows/audit-*.test.ts').map((file) => readFileSync(file, 'utf8'));
  const shown = new Set(
    tests.flatMap((text) => [...text.matchAll(/\bshows\(\s*'(\w+)'/g)].map((m) => m[1]!)),
  );
  assert.deepEqual([...shown].sort(), Object.keys(RECORDED).sort());
});

it('every route that a key signs for says which scope it asks for', () => {
  const signed = all.filter(({ caller }) => 'apiKey' in caller.schemes).map((r) => r.operationId);
  assert.deepEqual(Object.keys(SCOPE_OF).sort(), signed.sort());
});
