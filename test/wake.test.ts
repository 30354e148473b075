/** Nudges for workers: the first at once, those that follow together. */
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { Db } from '../src/db/pool.ts';
import { makeWake } from '../src/db/wake.ts';

function nudges(t: { after(end: () => void): void }) {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const sent: string[] = [];
  const db = {
    rows: (_text: string, [task]: string[]) => {
      sent.push(task!);
      return Promise.resolve([]);
    },
  } as unknown as Db;
  return { wake: makeWake(db, assert.ifError), sent };
}

describe('a nudge', () => {
  it('goes at once, and what follows closely goes as one, a little later', (t) => {
    const { wake, sent } = nudges(t);
    wake('deliveries');
    assert.deepEqual(sent, ['wake:deliveries']);
    for (let i = 0; i < 5; i++) wake('deliveries');
    assert.equal(sent.length, 1);
    mock.timers.tick(20);
    assert.equal(sent.length, 2, 'what came after the first is not forgotten');
    mock.timers.tick(1_000);
    assert.equal(sent.length, 2);
    wake('deliveries');
    assert.equal(sent.length, 3);
  });

  it('of one kind holds up no other', (t) => {
    const { wake, sent } = nudges(t);
    for (const kind of ['deliveries', 'messages', 'deliveries', 'messages']) wake(kind);
    assert.deepEqual(sent, ['wake:deliveries', 'wake:messages']);
    mock.timers.tick(20);
    assert.deepEqual(sent.slice(2).sort(), ['wake:deliveries', 'wake:messages']);
  });
});
