/** The lists of planted bugs keep up with the code; `npm run mutants` runs them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakText, problemsOfMutants, readMutants } from '../scripts/read-mutants.ts';

test('every mutant can be planted: its text stands once in its file, and its tests exist', async () => {
  const mutants = [...(await readMutants()).values()].flat();
  assert.ok(mutants.length > 0);
  assert.deepEqual(problemsOfMutants(mutants), []);
});

test('a mutant whose text is gone, or stands twice, is an error', () => {
  const mutant = { id: 'x', bug: '', file: 'a.ts', text: 'a < b', broken: 'a <= b', tests: ['a'] };
  assert.equal(breakText(mutant, 'if (a < b) c();'), 'if (a <= b) c();');
  assert.throws(() => breakText(mutant, 'if (b > a) c();'), /expected its text once .* 0 times/);
  assert.throws(() => breakText(mutant, 'a < b || a < b'), /found it 2 times/);
  assert.throws(() => breakText({ ...mutant, broken: mutant.text }, 'a < b'), /its broken text/);
});
