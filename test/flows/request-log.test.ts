/** Which requests have a line in the log. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startHubby, type Hubby } from '../harness.ts';

type Line = { status: number; one_of?: number };

async function linesOf(
  env: Record<string, string>,
  work: (hubby: Hubby) => Promise<unknown>,
): Promise<Line[]> {
  const lines: Line[] = [];
  const write = (fields: object, message: string): void => {
    if (message === 'request') lines.push(fields as Line);
  };
  const log = { info: write, warn() {}, error() {} };
  const hubby = await startHubby({ env, context: { log } });
  await work(hubby);
  await hubby.close();
  return lines;
}

const many = async (hubby: Hubby): Promise<void> => {
  for (let i = 0; i < 150; i++) await hubby.bare('GET', '/livez');
  for (let i = 0; i < 3; i++) await hubby.call('GET', '/api/bookings/bkg_none');
};
const of = (lines: readonly Line[], status: number): Line[] =>
  lines.filter((line) => line.status === status);

describe('the log', () => {
  it('has each request that was refused, and every hundredth of the others', async () => {
    const lines = await linesOf({}, many);
    assert.deepEqual(
      of(lines, 404).map((line) => line.one_of),
      [undefined, undefined, undefined],
    );
    // One that took a second on a busy machine is there as well.
    const sampled = of(lines, 200).filter((line) => line.one_of === 100);
    assert.ok([1, 2].includes(sampled.length), String(sampled.length));
    assert.ok(of(lines, 200).length < 100);
  });

  it('has all of them where that is wanted', async () => {
    const lines = await linesOf({ HUBBY_LOG_REQUESTS: 'all' }, many);
    assert.deepEqual([of(lines, 200).length, of(lines, 404).length], [150, 3]);
    assert.ok(lines.every((line) => line.one_of === undefined));
  });
});
