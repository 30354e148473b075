/**
 * The quick forms of the fault tests; their long forms are commands (see each file). A failing seed
 * is printed.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crashLoop } from './crash-loop.ts';
import { databaseCrash } from './database-crash.ts';
import { deliveryKill } from './delivery-kill.ts';
import { importKill } from './import-kill.ts';

const seed = Date.now() % 1_000_000;

describe(`faults under load (seed ${seed})`, () => {
  it('six kills of API and worker lose nothing and double nothing', async (t) => {
    const report = await crashLoop({ kills: 6, seed });
    t.diagnostic(JSON.stringify(report));
    assert.ok(report.acknowledged > 0 && report.provisioned > 0);
  });
  it('crashes of the database lose nothing and double nothing', async (t) => {
    const report = await databaseCrash({ rounds: 2, seed });
    t.diagnostic(JSON.stringify(report));
    assert.ok(report.acknowledged > 0 && report.provisioned > 0);
  });
  it('4 000 events arrive under one id each although workers are killed', async (t) => {
    const report = await deliveryKill({ events: 4_000, kills: 3, seed });
    t.diagnostic(JSON.stringify(report));
  });
  it('an import goes on where its workers were killed: every row booked once', async (t) => {
    const report = await importKill({ rows: 1_200, kills: 4 });
    t.diagnostic(JSON.stringify(report));
    assert.equal(report.kills, 4);
  });
});
