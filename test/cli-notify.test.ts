/** `hubby notify`: channels of the installation, by whoever stands at its machine. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { urlOf } from './faults/processes.ts';
import { startHubby, type Hubby } from './harness.ts';
import { start } from './support/cli.ts';
import { startReceiver, type Receiver } from './support/receiver.ts';

let hubby: Hubby;
let receiver: Receiver;
before(async () => {
  [hubby, receiver] = await Promise.all([startHubby(), startReceiver()]);
});
after(async () => {
  await hubby?.close();
  await receiver?.close();
});

const command = (input: string, ...args: string[]) => {
  const { child, ended } = start(hubby, ['notify', ...args], {
    HUBBY_SECRET_KEY: hubby.secretKey,
    HUBBY_APP_DATABASE_URL: urlOf(hubby.databaseConfig),
    HUBBY_ALLOW_PRIVATE_WEBHOOKS: '1',
  });
  child.stdin.end(input);
  return ended;
};
const said = async (input: string, ...args: string[]): Promise<string> => {
  const { code, out, err } = await command(input, ...args);
  assert.equal(code, 0, err);
  return out.trim();
};
const refused = async (input: string, ...args: string[]): Promise<string> => {
  const { code, out, err } = await command(input, ...args);
  assert.deepEqual([code, out], [1, ''], err);
  return err.trim();
};

describe('npx hubby notify', () => {
  it('adds, lists, tests, switches on and removes a channel', async () => {
    const url = `${receiver.url}/services/T0/secret-end`;
    assert.equal(await said('', 'list'), 'None yet.');
    const [id = ''] = (await said(`${url}\n`, 'add', '#supply', '--language', 'de')).split(' ');
    assert.match(id, /^nad_/);
    assert.match(await said('', 'list'), /^nad_\w+  on  #supply  127\.0\.0\.1:\d+\/…-end$/);
    assert.match(await said('', 'test', id), /^The test was taken/);
    assert.match(receiver.received[0]!.json.text, /^Dies ist ein Test von Hubby/);
    receiver.behave(403);
    assert.match(await refused('', 'test', id), /answered 403/);
    await hubby.sql(
      `update notification_addresses set off_at = now(), off_reason = 'gone' where id = $1`,
      [id],
    );
    assert.equal(JSON.parse(await said('', 'list', '--json'))[0].status, 'off');
    assert.equal(await said('', 'on', id), '#supply is on.');
    await said('', 'remove', id);
    assert.match(await refused('', 'remove', id), /no such address/);
    const acts = await hubby.sql(
      `select actor_kind, action, partner_id from audit_entries
       where action like 'notification_address.%' order by id`,
    );
    assert.deepEqual(
      acts.map(({ actor_kind: kind, action, partner_id: partner }) => [kind, action, partner]),
      ['added', 'tested', 'tested', 'changed', 'removed'].map((what) => [
        'cli',
        `notification_address.${what}`,
        null,
      ]),
    );
  });

  it('says what is wrong', async () => {
    assert.match(await refused('nothing', 'add', '#x'), /url: expected an http or https URL/);
    const other = [`${receiver.url}/x`, 'add', '#x'] as const;
    assert.match(await refused(...other, '--subjects', 'key_expiring'), /account_out/);
    assert.match(await refused(...other, '--language', 'xx'), /one of en, de, fr, es, nl/);
  });
});
