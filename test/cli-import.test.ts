/** `hubby import …`: a file goes in, is mapped, booked and given back, by the partner's key. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runDueImports } from '../src/domain/imports/run-due-imports.ts';
import { IN_A_YEAR, startHubby, type Hubby, type Json } from './harness.ts';
import { run } from './support/cli.ts';
import { bookingsOf, fileOf, goodRow, reference } from './support/imports.ts';

let hubby: Hubby;
let working: ReturnType<typeof setInterval>;
const folder = mkdtempSync(join(tmpdir(), 'hubby-import-'));
before(async () => {
  hubby = await startHubby();
  // The commands are processes that wait for a worker.
  working = setInterval(() => void runDueImports(hubby.ctx), 200);
});
after(async () => {
  clearInterval(working);
  await hubby.close();
});

const cli = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await run(hubby, ['import', ...args]);
  assert.equal(code, 0, err);
  return out.trim();
};
const json = async (...args: string[]): Promise<Json> => JSON.parse(await cli(...args, '--json'));
const write = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('hubby import', () => {
  it('sends a file, says what is wrong with it, books the rest and gives it back', async () => {
    const good = reference();
    const file = write('trips.csv', fileOf(goodRow(good), goodRow(reference(), 'bob', 'XX')));
    const said = await cli('send', file);
    const id = /^(imp_\w+) {2}checked/.exec(said)?.[1];
    assert.ok(id, said);
    assert.match(said, /rows 2 {2}checked 2 {2}good 1 {2}bad 1/);
    assert.match(said, /line 3: destination: /);
    assert.match(said, new RegExp(`npx hubby import run ${id}`));
    assert.deepEqual(await bookingsOf(hubby, [good]), [], 'nothing is booked before');

    assert.equal((await json('run', id)).state, 'done');
    assert.equal((await bookingsOf(hubby, [good])).length, 1);
    const out = join(folder, 'result.csv');
    assert.match(await cli('result', id, '--out', out), /^Written to/);
    assert.match(readFileSync(out, 'utf8'), /,booked,bkg_/);
    assert.match(await cli('list'), new RegExp(`${id}.* done {2}trips.csv`));
  });

  it('maps columns by hand, before and after, and cancels', async () => {
    const text = `Ref,Day,Who,Land,Amount\n${goodRow()}\n`;
    const map =
      'booking_id:Ref,departure_date:Day,external_user_id:Who,destination:Land,size:Amount';
    const sent = await json('send', write('columns.csv', text), '--map', map);
    assert.deepEqual([sent.state, sent.rows_bad, sent.rows_checked], ['checked', 0, 1]);
    const unmapped = await json('send', write('later.csv', text));
    const mapped = await json('map', unmapped.id, map);
    assert.deepEqual([mapped.state, mapped.rows_bad], ['checked', 0]);
    assert.equal((await json('cancel', mapped.id)).state, 'cancelled');
    assert.equal((await json('show', mapped.id)).state, 'cancelled');
  });

  it('refuses what is no map, and no file', async () => {
    const wrong = await run(hubby, ['import', 'map', 'imp_x', 'nothing']);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /expected field:column pairs/);
    const missing = await run(hubby, ['import', 'show', `imp_${IN_A_YEAR}`]);
    assert.equal(missing.code, 1);
    assert.match(missing.err, /import/);
  });
});
