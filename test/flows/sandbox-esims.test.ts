/** The sandbox plays the traveler's device; every call answers when its report is applied. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dashboard, short } from '../faults/steps.ts';
import { startHubby, type Answer, type Hubby } from '../harness.ts';
import {
  esimRow,
  eventsOf,
  GB,
  packageRow,
  withPackages,
  type Made,
} from '../support/usage-steps.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const play = (made: Pick<Made, 'iccid' | 'key'>, verb: string, body?: unknown): Promise<Answer> =>
  hubby.call('POST', `/api/sandbox/esims/${made.iccid}/${verb}`, body, { key: made.key });
async function enabled(
  ...args: Parameters<typeof withPackages> extends [Hubby, ...infer R] ? R : never
): Promise<Made> {
  const made = await withPackages(hubby, ...args);
  for (const verb of ['install', 'enable']) assert.equal(short(await play(made, verb)), '200');
  return made;
}

describe('the device', () => {
  it('installs, enables, disables and removes; each answer is the state that the dashboard shows', async () => {
    const made = await withPackages(hubby);
    const steps = [
      ['install', 'INSTALLED'],
      ['enable', 'ENABLED'],
      ['disable', 'DISABLED'],
      ['enable', 'ENABLED'],
      ['remove', 'DELETED'],
    ] as const;
    for (const [verb, status] of steps) {
      const answer = await play(made, verb);
      assert.deepEqual(
        [answer.status, answer.body.data.status, answer.body.data.current_esim.status],
        [200, status, status],
        answer.text,
      );
      assert.equal(
        (await dashboard(hubby, made.external_user_id)).body.data.current_esim.status,
        status,
      );
    }
    const esim = await esimRow(hubby, made.iccid);
    assert.deepEqual(await eventsOf(hubby, esim.id), [
      'installed',
      'enabled',
      'enabled',
      'removed',
    ]);
    assert.equal(
      (
        await hubby.sql(
          `select 1 from provider_reports r where iccid = $1 and outcome is null
             and not exists (select 1 from due_reports d where d.report_id = r.report_id)`,
          [made.iccid],
        )
      ).length,
      5,
      'callback and answer are one report',
    );
  });

  it('refuses steps that are not possible', async () => {
    const made = await withPackages(hubby);
    for (const verb of ['enable', 'disable'])
      assert.equal(short(await play(made, verb)), '409 conflict');
    assert.equal(short(await play(made, 'consume', { percent: 10 })), '409 esim_not_enabled');
    await play(made, 'install');
    assert.equal(short(await play(made, 'install')), '409 conflict');
    assert.equal(short(await play(made, 'consume', { bytes: 10 })), '409 esim_not_enabled');
    await play(made, 'remove');
    for (const verb of ['install', 'enable', 'disable', 'remove'])
      assert.equal(short(await play(made, verb)), '409 conflict');
    assert.deepEqual(await eventsOf(hubby, made.packages[0].id), []);
  });

  it("answers 404 alike for an unknown eSIM and another partner's, 401 unsigned", async () => {
    const made = await enabled([{}], await hubby.newPartner());
    for (const verb of ['install', 'enable', 'disable', 'remove', 'consume']) {
      const body = verb === 'consume' ? { percent: 10 } : undefined;
      const bodies = new Set<string>();
      for (const iccid of [made.iccid, '8999901000000000008', 'nonsense']) {
        const answer = await play({ iccid, key: hubby.partner }, verb, body);
        assert.equal(short(answer), '404 esim_not_found');
        bodies.add(
          JSON.stringify({ ...answer.body, error: { ...answer.body.error, request_id: '' } }),
        );
      }
      assert.equal(bodies.size, 1);
      assert.equal(
        short(await hubby.bare('POST', `/api/sandbox/esims/${made.iccid}/${verb}`)),
        '401 signature_missing',
      );
    }
    assert.equal((await esimRow(hubby, made.iccid)).status, 'ENABLED');
    assert.equal((await packageRow(hubby, made.packages[0].id)).used_bytes, 0);
  });

  it('works beside running workers, and where the callback does not arrive', async () => {
    const worker = await hubby.work();
    const made = await Promise.all(Array.from({ length: 8 }, () => enabled()));
    await Promise.all(
      made.map(async (one) => {
        for (let i = 0; i < 4; i++)
          assert.equal(
            (await play(one, 'consume', { percent: 25 })).body.data.consumed_bytes,
            GB / 4,
          );
        assert.deepEqual(await eventsOf(hubby, one.packages[0].id), [
          'activated',
          '20',
          '50',
          '80',
          '100',
        ]);
      }),
    );
    await worker.stop();
    const deaf = await startHubby({ callbacksTo: 'http://127.0.0.1:9' });
    try {
      const one = await withPackages(deaf);
      const answer = await deaf.call('POST', `/api/sandbox/esims/${one.iccid}/install`, undefined, {
        key: one.key,
      });
      assert.deepEqual([answer.status, answer.body.data.status], [200, 'INSTALLED']);
    } finally {
      await deaf.close();
    }
  });
});

describe('using data', () => {
  it('adds percent of the package, fills it up, and fires what is crossed', async () => {
    const made = await enabled();
    const seen: [number, string[]][] = [];
    for (const percent of [25, 30, 30, 30, 30]) {
      const {
        body: { data },
      } = await play(made, 'consume', { percent });
      seen.push([data.consumed_bytes, await eventsOf(hubby, made.packages[0].id)]);
      assert.equal(
        (await dashboard(hubby, made.external_user_id)).body.data.current_esim.data_left,
        data.current_esim.data_left,
      );
    }
    const part = (n: number): number => Math.ceil((GB * n) / 100);
    assert.deepEqual(seen, [
      [part(25), ['activated', '20']],
      [part(30), ['activated', '20', '50']],
      [part(30), ['activated', '20', '50', '80']],
      [GB - part(25) - 2 * part(30), ['activated', '20', '50', '80', '100']],
      [0, ['activated', '20', '50', '80', '100']],
    ]);
  });

  it('counts on the package that is named, by any of its ids', async () => {
    const made = await enabled([{}, {}]);
    const [, second] = made.packages;
    for (const [package_id, bytes] of [
      [second.id, 100],
      [second.queue_id, 200],
      [second.queue_id.replace(/^pq_(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), 300],
    ] as const) {
      assert.equal(
        (await play(made, 'consume', { bytes, package_id })).body.data.consumed_bytes,
        bytes,
      );
    }
    assert.deepEqual(
      await Promise.all(made.packages.map(async (k) => (await packageRow(hubby, k.id)).used_bytes)),
      [0, 600],
    );
    // Beside what the usage rule gave it, no more than its total.
    await play(made, 'consume', { bytes: 1000 });
    assert.equal(
      (await packageRow(hubby, second.id)).used_bytes,
      1600,
      'the activated one goes first',
    );
    assert.equal(
      (await play(made, 'consume', { bytes: 5 * GB, package_id: second.id })).body.data
        .consumed_bytes,
      GB - 1600,
    );
    assert.equal(
      (await play(made, 'consume', { bytes: 1, package_id: second.id })).body.data.consumed_bytes,
      0,
    );
    assert.deepEqual(
      [
        (await packageRow(hubby, second.id)).status,
        (await packageRow(hubby, made.packages[0].id)).used_bytes,
      ],
      ['DEPLETED', 0],
    );
  });

  it('goes by country: in any accepted form, untouched where nothing covers', async () => {
    const made = await enabled([{ destination: 'GR' }, { destination: 'ES' }]);
    for (const country of ['ES', 'esp', 'Spain'])
      assert.equal((await play(made, 'consume', { bytes: 10, country })).body.data.country, 'ESP');
    assert.equal(
      (await play(made, 'consume', { bytes: 7 })).body.data.country,
      'ESP',
      'the activated package',
    );
    const abroad = (await play(made, 'consume', { bytes: 5, country: 'US' })).body.data;
    assert.deepEqual([abroad.consumed_bytes, abroad.uncovered_bytes], [0, 5]);
    assert.equal(short(await play(made, 'consume', { percent: 5, country: 'US' })), '409 conflict');
    assert.deepEqual(
      await Promise.all(made.packages.map(async (k) => (await packageRow(hubby, k.id)).used_bytes)),
      [0, 37],
    );
    assert.equal((await esimRow(hubby, made.iccid)).uncovered_bytes, 5);
  });

  it('spills bytes over packages, and says what became of every byte', async () => {
    const made = await enabled([{}, {}]);
    const [first] = made.packages;
    const became = async (body: object): Promise<number[]> => {
      const { data } = (await play(made, 'consume', body)).body;
      return [data.consumed_bytes, data.uncovered_bytes];
    };
    assert.deepEqual(await became({ bytes: GB / 2, package_id: first.id }), [GB / 2, 0]);
    assert.deepEqual(await became({ bytes: GB, package_id: first.id }), [GB / 2, GB / 2]);
    assert.deepEqual(await became({ bytes: GB - 5 }), [GB - 5, 0]);
    assert.deepEqual(await became({ bytes: 9 * GB }), [5, 9 * GB - 5]);
    assert.deepEqual(await became({ bytes: 1 }), [0, 1]);
    assert.deepEqual(await became({ percent: 100 }), [0, GB]);
    assert.equal((await esimRow(hubby, made.iccid)).uncovered_bytes, 9 * GB - 4);
  });

  it('uses the package of fewer countries first, whichever was redeemed first', async () => {
    const made = await enabled([{ destination: 'EU' }, { destination: 'GR' }]);
    const used = (): Promise<number[]> =>
      Promise.all(made.packages.map(async (k) => (await packageRow(hubby, k.id)).used_bytes));
    await play(made, 'consume', { bytes: 5, country: 'GR' });
    assert.deepEqual(await used(), [0, 5]);
    await play(made, 'consume', { bytes: GB, country: 'GR' });
    assert.deepEqual(await used(), [5, GB], 'what does not fit spills');
    await play(made, 'consume', { bytes: 7, country: 'DE' });
    assert.deepEqual(await used(), [12, GB]);
  });

  it('goes on with an activated package before another of fewer countries', async () => {
    const made = await enabled([{ destination: 'EU' }, { destination: 'GR' }]);
    await play(made, 'consume', { bytes: 5, country: 'DE' });
    await play(made, 'consume', { bytes: 5, country: 'GR' });
    assert.deepEqual(
      await Promise.all(made.packages.map(async (k) => (await packageRow(hubby, k.id)).used_bytes)),
      [10, 0],
    );
  });

  it('lets one percent of an unlimited package mean nothing, but bytes', async () => {
    const made = await enabled([
      { destination: 'GR', body: { package_type: 'unlimited', package_duration: 5 } },
    ]);
    assert.equal(short(await play(made, 'consume', { percent: 10 })), '400 invalid_request');
    const {
      body: { data },
    } = await play(made, 'consume', { bytes: 77 * GB });
    assert.deepEqual([data.consumed_bytes, data.current_esim.unlimited], [77 * GB, true]);
  });

  it('says every problem of a request at once', async () => {
    const made = await enabled();
    const fieldsOf = async (body: unknown): Promise<string[]> => {
      const answer = await play(made, 'consume', body);
      assert.equal(short(answer), '400 invalid_request', answer.text);
      return answer.body.error.details.map((d: { field: string }) => d.field).sort();
    };
    assert.deepEqual(await fieldsOf({}), ['bytes']);
    assert.deepEqual(await fieldsOf({ bytes: 1, percent: 1 }), ['percent']);
    assert.deepEqual(await fieldsOf({ bytes: 0 }), ['bytes']);
    assert.deepEqual(await fieldsOf({ bytes: -1, country: 'Atlantis' }), ['bytes', 'country']);
    assert.deepEqual(await fieldsOf({ percent: 101, country: 'Europe', package_id: 7 }), [
      'country',
      'package_id',
      'percent',
    ]);
    for (const percent of [0, 1.5, '10'])
      assert.deepEqual(await fieldsOf({ percent }), ['percent']);
    assert.deepEqual(await fieldsOf({ percent: 1, package_id: 'epk_other' }), ['package_id']);
    assert.deepEqual(
      await fieldsOf({ percent: 1, package_id: made.packages[0].id, country: 'ES' }),
      ['country'],
    );
    assert.equal(
      short(
        await hubby.call('POST', `/api/sandbox/esims/${made.iccid}/consume`, undefined, {
          raw: '[]',
        }),
      ),
      '400 invalid_request',
    );
    assert.equal((await packageRow(hubby, made.packages[0].id)).used_bytes, 0);
  });
});
