/**
 * What comments and documents refer to can be read by whoever has this repository, and nothing
 * else.
 */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A comment that goes on with the next line is one line here. */
const read = (file: string): string =>
  readFileSync(join(ROOT, file), 'utf8').replaceAll(/\n *(?:\*|\/\/|--) (?=\S)/g, ' ');
const FILES = [
  '{src,test,scripts,bench,packages,bin,migrations,deploy,docs}/**/*.{ts,js,mjs,sql,md,css,eta,service,conf}',
  '*.{md,yaml}',
  'Dockerfile',
  '.ci/run',
].flatMap((pattern) => globSync(pattern, { cwd: ROOT }));

/** Papers of the people who built this, by the names they had. */
const PAPERS = new RegExp(
  `\\b(?:${['CONTRACT', 'QUALITY', 'DESIGN', 'STACK'].join('|')})(?:\\.md|[ ,:)]|$)`,
  'm',
);
const TICKET = new RegExp(`\\b${'issue'} \\d+\\b`, 'i');
const SECTION = /\b[Ss]ections? (\d+(?:\.\d+)?)/g;
const OURS = ' of docs/contract.md';

/** Citations that a reader could not follow. `sections`: those that docs/contract.md has. */
function unreadable(text: string, sections: ReadonlySet<string>): string[] {
  const found = [PAPERS, TICKET].flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
  for (const match of text.matchAll(SECTION)) {
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + match[0].length);
    const isForeign = /\b(RFC|SGP|ISO|EN|TMF)[ .]?[\w.-]+,? $/.test(before);
    const isOurs = after.startsWith(OURS) && sections.has(match[1]!);
    if (!isForeign && !isOurs) found.push(match[0]);
  }
  return found;
}

const contract = read('docs/contract.md');
const sections = new Set(
  [...contract.matchAll(/^#{2,3} (\d+(?:\.\d+)?)|\*\*(\d+\.\d+)\b/gm)].map((m) => (m[1] ?? m[2])!),
);

describe('citations', () => {
  it('the contract has all its sections', () => {
    for (let n = 1; n <= 16; n++) assert.ok(sections.has(String(n)), `section ${n}`);
    for (const n of ['4.1', '4.5', '6.5', '11.1', '11.2']) assert.ok(sections.has(n), n);
  });

  it('lead to something in this repository', () => {
    assert.ok(FILES.length > 500, `only ${FILES.length} files`);
    const ours = ['docs/contract.md', 'test/policy/citations.test.ts'];
    const broken = FILES.filter((file) => !ours.includes(file)).flatMap((file) =>
      unreadable(read(file), sections).map((what) => `${file}: ${what.trim()}`),
    );
    assert.deepEqual(broken, []);
  });

  it('would notice one that does not', () => {
    const paper = ['CONTRACT', '4.3'].join(' ');
    for (const text of [
      `as ${paper} says`,
      'see section 4.3',
      'section 99 of docs/contract.md',
      `(${'issue'} 11)`,
    ])
      assert.equal(unreadable(text, sections).length, 1, text);
    for (const text of [
      'section 4.3 of docs/contract.md',
      'RFC 4647 section 3.4',
      'a contract here',
    ])
      assert.deepEqual(unreadable(text, sections), [], text);
  });
});
