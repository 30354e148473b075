/** No function is longer than a screen, no file longer than one takes in. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readModules } from '../../scripts/check-imports.ts';
import { checkSizes } from '../../scripts/check-sizes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const body = (lines: number): string => '  call();\n'.repeat(lines);
const check = (text: string): string[] => checkSizes([{ file: 'src/x.ts', text }]);

it('functions fit a screen and files are short', () => {
  assert.deepEqual(checkSizes(readModules(root)), []);
});

it('a function of 61 lines is found, however it is written', () => {
  for (const [head, tail] of [
    ['export function f(): void {', '}'],
    ['const f = async (): Promise<void> => {', '};'],
    ['const f = { g() {', '} };'],
    ['class A { g(): void {', '} }'],
    ['call(function () {', '});'],
  ]) {
    assert.deepEqual(check(`// one\n${head}\n${body(58)}${tail}\n`), []);
    const [problem, ...others] = check(`// one\n${head}\n${body(59)}${tail}\n`);
    assert.equal(problem, 'src/x.ts:2: a function of 61 lines, at most 60');
    assert.deepEqual(others, []);
  }
});

it('a file of 301 lines is found, a table of data is not', () => {
  assert.deepEqual(check(body(300)), []);
  assert.deepEqual(check(body(301)), ['src/x.ts: 301 lines, at most 300']);
  const data = { file: 'src/domain/webhooks/events.ts', text: body(301) };
  assert.deepEqual(checkSizes([data]), []);
});
