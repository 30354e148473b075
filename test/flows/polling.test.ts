/** Asking about silent eSIMs inside each account's limits: who goes first, and who holds up whom. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { followHints } from '../../src/domain/esims/usage/follow-hints.ts';
import { pollEsims } from '../../src/domain/esims/usage/poll-esims.ts';
import { RANK } from '../../src/domain/esims/usage/poll-pace.ts';
import {
  ProviderBusy,
  ProviderNotReached,
  type Provider,
  type ProviderEsim,
} from '../../src/providers/provider.ts';
import { gate, until } from '../faults/checks.ts';
import { replaceProvider } from '../faults/steps.ts';
import { startHubby, type Hubby, type Json } from '../harness.ts';
import { GB, report, withPackages } from '../support/usage-steps.ts';

let hubby: Hubby;
before(async () => {
  hubby = await startHubby();
});
after(() => hubby.close());

const restores: (() => void)[] = [];
afterEach(async () => {
  for (const restore of restores.splice(0).reverse()) restore();
  await hubby.sql('update iccids set poll_at = null, hinted_at = null, polled_at = null');
});

/** An account that is asked one thing at a time and tells nothing by itself. */
function slow(
  name: string,
  getEsim: (iccid: string, real: Provider) => Promise<unknown>,
): string[] {
  const asked: string[] = [];
  const restore = replaceProvider(hubby, name, (real) => ({
    can: { ...real.can, tellsUsage: false },
    limits: { perSecond: 1, atOnce: 2, esimIntervalMs: 0 },
    breakerScope: 'provider',
    getEsim: (esim) => {
      asked.push(esim.iccid);
      return getEsim(esim.iccid, real) as Promise<ProviderEsim | null>;
    },
  }));
  restores.push(restore);
  return asked;
}
const unknown = async (): Promise<null> => null;
const untold = (iccid: string, { packages: [k] }: { packages: Json[] }, used: number) => ({
  iccid,
  state: 'ENABLED',
  state_changed_at: new Date().toISOString(),
  packages: [
    {
      package_id: k.provider_package_id,
      used_bytes: used,
      total_bytes: GB,
      activated_at: null,
      expires_at: null,
      status: 'ACTIVE',
    },
  ],
  usage: [],
});
/** Due for so many minutes, at this rank, and not heard of for a day. */
async function due(iccid: string, rank: number, minutes = 1): Promise<void> {
  await hubby.sql(
    `update iccids set poll_at = now() - $2 * interval '1 min', poll_rank = $3 where iccid = $1`,
    [iccid, minutes, rank],
  );
  await hubby.sql(`update esims set last_updated = now() - interval '1 day' where iccid = $1`, [
    iccid,
  ]);
  await hubby.sql(
    `update packages set reported_at = null
     where esim_id = (select esim_id from iccids where iccid = $1)`,
    [iccid],
  );
}
const planned = async (iccid: string): Promise<{ rank: number; minutes: number }> =>
  (
    await hubby.sql(
      `select poll_rank as rank, (extract(epoch from poll_at - now()) / 60)::float8 as minutes
       from iccids where iccid = $1`,
      [iccid],
    )
  )[0];
const near = (minutes: number, expected: number): void =>
  assert.ok(Math.abs(minutes - expected) < 2, `${minutes} minutes, expected ${expected}`);
const made = async (count: number) => {
  const all = [];
  for (let n = 0; n < count; n++) all.push(await withPackages(hubby));
  return all;
};

describe('an account whose limits do not suffice for all', () => {
  it('is asked about those first that are in use, however long others have been due', async (t) => {
    const [silent, ready, active, urgent] = (await made(4)).map(({ iccid }) => iccid);
    await due(silent!, RANK.silent, 600);
    await due(ready!, RANK.ready, 500);
    await due(active!, RANK.active, 400);
    await due(urgent!, RANK.urgent, 1);
    const asked = slow('sandbox-one', unknown);
    const random = t.mock.method(Math, 'random', () => 0.9);
    await pollEsims(hubby.ctx);
    assert.deepEqual(asked, [urgent, active, ready, silent]);

    // Some looks begin with the others, so that a first use is noticed some time.
    for (const [iccid, rank] of [
      [silent!, RANK.silent],
      [ready!, RANK.ready],
      [urgent!, RANK.urgent],
    ] as const)
      await due(iccid, rank);
    asked.length = 0;
    random.mock.mockImplementation(() => 0);
    await pollEsims(hubby.ctx);
    assert.deepEqual(asked, [silent, urgent, ready]);
  });

  it('holds up no other account', async () => {
    const [one, two] = (await made(2)).map(({ iccid }) => iccid) as [string, string];
    for (const table of ['esims', 'iccids'])
      await hubby.sql(`update ${table} set provider = 'sandbox-two' where iccid = $1`, [two]);
    const door = gate();
    const hanging = slow('sandbox-one', async () => {
      await door.wait();
      return null;
    });
    const asked = slow('sandbox-two', unknown);
    await due(one, RANK.active);
    const pass = pollEsims(hubby.ctx);
    await until('the first account is asked', async () => hanging.length === 1);
    // Due only now, while the other account is waited for.
    await due(two, RANK.silent);
    await until('the second is asked beside it', async () => asked.length === 1);
    door.open();
    await pass;
    assert.deepEqual([hanging, asked], [[one], [two]]);
  });

  it('that asks to be left alone is, and the rest stays due', async () => {
    const all = (await made(3)).map(({ iccid }) => iccid);
    for (const iccid of all) await due(iccid, RANK.active);
    const asked = slow('sandbox-one', async () => {
      throw new ProviderBusy('slower, please', 300_000);
    });
    await pollEsims(hubby.ctx);
    assert.equal(asked.length, 1);
    for (const iccid of all) {
      const { minutes, rank } = await planned(iccid);
      assert.equal(rank, RANK.active);
      if (iccid === asked[0]) near(minutes, 5);
      else assert.ok(minutes < 0);
    }
  });

  it('that cannot be reached is left alone for a while', async () => {
    const all = (await made(3)).map(({ iccid }) => iccid);
    for (const iccid of all) await due(iccid, RANK.active);
    const asked = slow('sandbox-one', async () => {
      throw new ProviderNotReached('refused');
    });
    await pollEsims(hubby.ctx);
    assert.equal(asked.length, 1);
    near((await planned(asked[0]!)).minutes, 15);
  });

  it('is asked about the others where one eSIM alone was asked about too lately', async () => {
    const all = (await made(2)).map(({ iccid }) => iccid);
    for (const iccid of all) await due(iccid, RANK.active);
    const asked = slow('sandbox-one', async () => {
      throw new ProviderBusy('this one not so often', 240_000, 'esim');
    });
    await pollEsims(hubby.ctx);
    assert.deepEqual(asked.sort(), all.sort());
    for (const iccid of all) near((await planned(iccid)).minutes, 4);
  });
});

describe('after an answer', () => {
  it('the next question is planned by what it says', async () => {
    const [fresh, used, low] = await made(3);
    const says = new Map([
      [fresh!.iccid, untold(fresh!.iccid, fresh!, 0)],
      [used!.iccid, untold(used!.iccid, used!, GB / 2)],
      [low!.iccid, untold(low!.iccid, low!, 0.9 * GB)],
    ]);
    slow('sandbox-one', async (iccid) => says.get(iccid)!);
    for (const iccid of says.keys()) await due(iccid, RANK.ready);
    await pollEsims(hubby.ctx);
    for (const [{ iccid }, rank, minutes] of [
      [fresh!, RANK.ready, 60],
      [used!, RANK.active, 60],
      [low!, RANK.urgent, 15],
    ] as const) {
      const plan = await planned(iccid);
      assert.equal(plan.rank, rank);
      near(plan.minutes, minutes);
    }
  });

  it('a hint that came meanwhile makes it be asked again', async () => {
    const [one] = await made(1);
    const hint = { kind: 'esim', iccid: one!.iccid, esim_id: null } as const;
    let isHinted = false;
    const asked = slow('sandbox-one', async (iccid) => {
      if (!isHinted) {
        isHinted = true;
        const callback = { trust: 'signed', id: '1', reports: [], hints: [hint] } as const;
        await followHints(hubby.ctx, 'sandbox-one', callback as never);
        assert.equal((await planned(iccid)).rank, RANK.urgent);
        // By what it was heard of alone it would not be asked.
        await hubby.sql('update esims set last_updated = now() where iccid = $1', [iccid]);
      }
      return untold(iccid, one!, 0);
    });
    await due(one!.iccid, RANK.ready);
    await pollEsims(hubby.ctx);
    assert.deepEqual(asked, [one!.iccid, one!.iccid]);
    assert.equal((await planned(one!.iccid)).rank, RANK.ready);
  });

  it('one that is heard of a moment later is not taken twice for one question', async () => {
    const [one] = await made(1);
    await report(hubby, one!.iccid, {});
    const asked = slow('sandbox-one', async (iccid) => untold(iccid, one!, 0));
    // Applied half a minute after the question that set the plan.
    await hubby.sql(
      `update esims set last_updated = now() - interval '59 min 30 s' where iccid = $1`,
      [one!.iccid],
    );
    await hubby.sql(
      `update packages set reported_at = null where esim_id = (select esim_id from iccids where iccid = $1)`,
      [one!.iccid],
    );
    await hubby.sql('update iccids set poll_at = now() where iccid = $1', [one!.iccid]);
    await pollEsims(hubby.ctx);
    assert.deepEqual(asked, [one!.iccid]);
  });
});
