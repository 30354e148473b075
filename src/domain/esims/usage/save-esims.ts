/**
 * Locked eSIMs back into the database: what changed of them, the events in order, and the messages
 * that follow from them.
 */
import type { Tx } from '../../../db/pool.ts';
import { tellOfPackages, type PackageChange } from '../../messages/schedules/look-at-packages.ts';
import { recordEvents } from '../../webhooks/record-event.ts';
import { archiveRemoved } from '../archive-esim.ts';
import type { LockedEsim } from './locked-esims.ts';

/**
 * What a commit leaves to be done: whether there is something to deliver, and how many messages are
 * to be sent.
 */
export type Told = { deliver: boolean; messages: number };

/**
 * Writes what changed, then the events, each partner's in order, and the messages to travelers that
 * follow from them.
 */
export async function saveEsims(tx: Tx, esims: Iterable<LockedEsim>): Promise<Told> {
  const groups = Map.groupBy(esims, (esim) => esim.partnerId);
  await tx.rows(
    'select save_esims($1)',
    [JSON.stringify([...groups].map(([partnerId, mine]) => changesOf(partnerId, mine)))],
    'save-esims',
  );
  const told: Told = { deliver: false, messages: 0 };
  for (const [partnerId, mine] of groups) {
    const telling = mine.filter((esim) => esim.events.length > 0);
    const gone = telling.filter(
      (esim) => esim.status === 'DELETED' && esim.packages.every((k) => k.status !== 'ACTIVE'),
    );
    if (await tellOf(tx, partnerId, telling)) told.deliver = true;
    if (gone.length > 0)
      await archiveRemoved(
        tx,
        partnerId,
        gone.map((esim) => esim.id),
        gone.at(-1)!.events.at(-1)!.at,
      );
    told.messages += await tellOfPackages(tx, partnerId, telling.flatMap(changesToTell));
  }
  return told;
}

/** What save-esims.sql takes, one of these per partner. */
export type Changes = ReturnType<typeof changesOf>;

function changesOf(partnerId: string, esims: readonly LockedEsim[]) {
  const changed = esims.flatMap((e) =>
    e.packages
      .filter((k) => k.change !== 'none')
      .map((k) => ({ k, at: e.heardAt, measured_at: e.measuredAt })),
  );
  return {
    partner_id: partnerId,
    // A package that changed says by itself when the eSIM was heard of.
    esims: esims
      .filter(
        (e) => e.isChanged || (e.heardAt !== null && e.packages.every((k) => k.change === 'none')),
      )
      .map((e) => ({
        id: e.id,
        status: e.status,
        status_at: e.statusAt,
        sequence: e.sequence,
        uncovered_bytes: e.uncoveredBytes,
        at: e.heardAt,
      })),
    figures: changed
      .filter(({ k }) => k.change === 'figures')
      .map(({ k, at, measured_at }) => ({
        id: k.id,
        u: k.usedBytes,
        r: k.reportedBytes,
        a: k.allocatedBytes,
        at,
        measured_at,
      })),
    packages: changed
      .filter(({ k }) => k.change === 'all')
      .map(({ k, at, measured_at }) => ({
        id: k.id,
        used_bytes: k.usedBytes,
        reported_bytes: k.reportedBytes,
        allocated_bytes: k.allocatedBytes,
        threshold: k.threshold,
        sequence: k.sequence,
        status: k.status,
        activated_at: k.activatedAt,
        expires_at: k.expiresAt,
        at,
        measured_at,
      })),
    counters: esims.flatMap((e) =>
      [...e.moved].map((iso3) => ({ esim_id: e.id, iso3, used_bytes: e.counters.get(iso3) })),
    ),
    timers: esims.flatMap((e) => [...e.timers].map(([id, due_at]) => ({ id, due_at }))),
  };
}

/** Records the events of one partner's eSIMs, with whose they are. */
async function tellOf(tx: Tx, partnerId: string, esims: readonly LockedEsim[]): Promise<boolean> {
  if (esims.length === 0) return false;
  await tx.rows(`select set_config('hubby.partner_id', $1, true)`, [partnerId], 'name-partner');
  const users = await tx.rows<{ id: string; external_user_id: string | null }>(
    `select e.id, t.external_user_id
     from unnest($2::text[]) as x(id)
     join esims e on e.partner_id = $1 and e.id = x.id
     join travelers t on t.partner_id = $1 and t.id = e.traveler_id`,
    [partnerId, esims.map((e) => e.id)],
    'users-of-esims',
  );
  const userOf = new Map(users.map((row) => [row.id, row.external_user_id]));
  return recordEvents(
    tx,
    esims.flatMap((e) =>
      e.events.map((event) => ({
        ...event,
        data: { ...event.data, external_user_id: userOf.get(e.id) ?? null },
      })),
    ),
  );
}

const USAGE = /^package\.usage\./;

/** Its packages that were activated or crossed thresholds, for those whom messages go to. */
function changesToTell(esim: LockedEsim): PackageChange[] {
  return [...Map.groupBy(esim.events, (event) => event.entityId)].flatMap(([id, events]) => {
    const percents = events.filter((e) => USAGE.test(e.type)).map((e) => Number(e.data['percent']));
    const isActivated = events.some((e) => e.type === 'package.activated');
    return isActivated || percents.length > 0
      ? [{ id, at: esim.heardAt ?? events.at(-1)!.at, isActivated, percents }]
      : [];
  });
}
