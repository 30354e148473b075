/** /metrics: what is overdue, for the operator's alarms. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createOperatorToken } from '../../src/domain/partners/keys/operator-tokens.ts';
import { startHubby, user, IN_A_YEAR, type Hubby } from '../harness.ts';

describe('GET /metrics', () => {
  let hubby: Hubby;
  before(async () => {
    hubby = await startHubby();
  });
  after(() => hubby.close());
  let token: string;
  const read = async (): Promise<Record<string, number>> => {
    const { status, text, headers } = await hubby.bare('GET', '/metrics', {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(status, 200);
    assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries(
      lines.map((line) => {
        const [, name, value] = /^([a-z_]+(?:\{[^}]+\})?) (\S+)$/.exec(line)!;
        return [name!, Number(value)];
      }),
    );
  };

  it('is for operators', async () => {
    assert.equal((await hubby.bare('GET', '/metrics')).status, 401);
    token = await createOperatorToken(hubby.ctx.db);
    assert.equal((await read())['hubby_overdue_work{work="jobs"}'], 0);
  });

  it('shows jobs and orders that nobody takes, and how old they are', async () => {
    await hubby.sql(
      `select graphile_worker.add_job('poll', run_at => now() - interval '90 seconds')`,
    );
    await hubby.call('POST', '/api/bookings', {
      departure_date: IN_A_YEAR,
      booking_id: 'late',
      package_specifications: [{ external_user_id: user(), destination: 'GR', size: '1GB' }],
    });
    const orders = await hubby.sql(
      `update provider_orders set next_attempt_at = now() - interval '5 minutes' where next_attempt_at is not null returning 1`,
    );
    assert.ok(orders.length > 0);
    const shown = await read();
    assert.equal(shown['hubby_overdue_work{work="jobs"}'], 1);
    assert.ok(shown['hubby_overdue_seconds{work="jobs"}']! >= 90);
    assert.equal(shown['hubby_overdue_work{work="orders"}'], orders.length);
    assert.ok(shown['hubby_overdue_seconds{work="orders"}']! >= 300);
    assert.equal(shown['hubby_overdue_work{work="reports"}'], 0);
  });

  it('shows when the clock last put a job on', async () => {
    assert.equal((await read())['hubby_schedule_age_seconds'], undefined);
    await hubby.sql(
      `insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution) values ('poll', now(), now() - interval '10 minutes')`,
    );
    assert.ok((await read())['hubby_schedule_age_seconds']! >= 600);
  });
});
