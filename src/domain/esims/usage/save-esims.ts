/**
 * Locked eSIMs back into the database: what changed of them, the events in order, and the messages
 * that follow from them.
 */
import { arrayText, type Element } from '../../../db/array-text.ts';
import { asPartner } from '../../../db/as-partner.ts';
import type { Tx } from '../../../db/pool.ts';
import {
  messagedPackages,
  tellOfPackages,
  type PackageChange,
} from '../../messages/schedules/look-at-packages.ts';
import { setTimers } from '../../timers/set-timer.ts';
import { recordEvents, type NewEvent } from '../../webhooks/record-event.ts';
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
  await savePackages(tx, groups);
  await saveStates(tx, groups);
  await saveCounters(tx, groups);
  await setTimers(tx, [...groups.values()].flat().flatMap(timersOf));
  const userOf = await usersOf(tx, groups);
  const telling = [...groups].flatMap(([partnerId, mine]) => {
    const esims = mine.filter((esim) => esim.events.length > 0);
    return esims.length === 0 ? [] : [{ partnerId, esims }];
  });
  const events = telling.flatMap(({ esims }) =>
    esims.flatMap((esim) => eventsOf(esim, userOf.get(esim.id) ?? null)),
  );
  const told: Told = { deliver: await recordEvents(tx, events), messages: 0 };
  const messaged = await messagedPackages(
    tx,
    telling.map(({ partnerId, esims }) => ({ partnerId, changes: esims.flatMap(changesToTell) })),
  );
  for (const { partnerId, esims } of telling) {
    const gone = esims.filter(isGone);
    const changes = messaged.get(partnerId) ?? [];
    if (gone.length === 0 && changes.length === 0) continue;
    await asPartner(tx, partnerId);
    if (gone.length > 0)
      await archiveRemoved(
        tx,
        partnerId,
        gone.map((esim) => esim.id),
        gone.at(-1)!.events.at(-1)!.at,
      );
    told.messages += await tellOfPackages(tx, partnerId, changes);
  }
  return told;
}

const isGone = (esim: LockedEsim): boolean =>
  esim.status === 'DELETED' && esim.packages.every((k) => k.status !== 'ACTIVE');

type Groups = ReadonlyMap<string, readonly LockedEsim[]>;

/**
 * For a function that writes the rows of one partner: the partners that have some, and per column a
 * list for each of them. Null: nobody has any.
 */
function columnsOf<Row>(
  groups: Groups,
  rowsOf: (esim: LockedEsim) => Row[],
  columns: readonly ((row: Row) => Element)[],
): string[][] | null {
  const partners: string[] = [];
  const lists: string[][] = columns.map(() => []);
  for (const [partnerId, esims] of groups) {
    const rows = esims.flatMap(rowsOf);
    if (rows.length === 0) continue;
    partners.push(partnerId);
    columns.forEach((column, i) => lists[i]!.push(arrayText(rows.map(column))));
  }
  return partners.length === 0 ? null : [partners, ...lists];
}

async function savePackages(tx: Tx, groups: Groups): Promise<void> {
  const columns = columnsOf(
    groups,
    (esim) => esim.packages.filter((k) => k.isChanged).map((k) => ({ k, esim })),
    [
      ({ k }) => k.id,
      ({ k }) => k.usedBytes,
      ({ k }) => k.reportedBytes,
      ({ k }) => k.allocatedBytes,
      ({ k }) => k.threshold,
      ({ k }) => k.sequence,
      ({ k }) => k.status,
      ({ k }) => (k.isDated ? k.activatedAt : null),
      ({ k }) => (k.isDated ? k.expiresAt : null),
      ({ esim }) => esim.heardAt,
      ({ esim }) => esim.measuredAt,
    ],
  );
  if (columns === null) return;
  await tx.rows(
    `select save_packages(x.partner, x.id::text[], x.used::bigint[], x.reported::bigint[],
       x.allocated::bigint[], x.threshold::smallint[], x.sequence::integer[], x.status::text[],
       x.activated::timestamptz[], x.expires::timestamptz[], x.heard::timestamptz[],
       x.measured::timestamptz[])
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
       as x(partner, id, used, reported, allocated, threshold, sequence, status, activated, expires,
         heard, measured)`,
    columns,
    'save-packages',
  );
}

/** A package that changed says by itself when the eSIM was heard of. */
const isToSave = (esim: LockedEsim): boolean =>
  esim.isChanged || (esim.heardAt !== null && !esim.packages.some((k) => k.isChanged));

async function saveStates(tx: Tx, groups: Groups): Promise<void> {
  const columns = columnsOf(groups, (esim) => (isToSave(esim) ? [esim] : []), [
    (esim) => esim.id,
    (esim) => esim.status,
    (esim) => esim.statusAt,
    (esim) => esim.sequence,
    (esim) => esim.uncoveredBytes,
    (esim) => esim.heardAt,
  ]);
  if (columns === null) return;
  await tx.rows(
    `select save_states(x.partner, x.id::text[], x.status::text[], x.status_at::timestamptz[],
       x.sequence::integer[], x.uncovered::bigint[], x.heard::timestamptz[])
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       as x(partner, id, status, status_at, sequence, uncovered, heard)`,
    columns,
    'save-states',
  );
}

async function saveCounters(tx: Tx, groups: Groups): Promise<void> {
  const columns = columnsOf(groups, (esim) => [...esim.moved].map((iso3) => ({ esim, iso3 })), [
    ({ esim }) => esim.id,
    ({ iso3 }) => iso3,
    ({ esim, iso3 }) => esim.counters.get(iso3)!,
  ]);
  if (columns === null) return;
  await tx.rows(
    `select save_counters(x.partner, x.esim::text[], x.iso3::text[], x.used::bigint[])
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as x(partner, esim, iso3, used)`,
    columns,
    'save-counters',
  );
}

const timersOf = (esim: LockedEsim) =>
  [...esim.timers].map(([subjectId, dueAt]) => ({
    partnerId: esim.partnerId,
    dueAt,
    kind: 'package' as const,
    subjectId,
  }));

/** By eSIM id: whose those are that have something to tell, as their partners know them. */
async function usersOf(tx: Tx, groups: Groups): Promise<Map<string, string | null>> {
  const columns = columnsOf(groups, (esim) => (esim.events.length > 0 ? [esim] : []), [
    (esim) => esim.id,
  ]);
  if (columns === null) return new Map();
  const rows = await tx.rows<{ esim_id: string; external_user_id: string | null }>(
    `select u.*
     from unnest($1::text[], $2::text[]) as x(partner, esims),
       users_of_esims(x.partner, x.esims::text[]) u`,
    columns,
    'users-of-esims',
  );
  return new Map(rows.map((row) => [row.esim_id, row.external_user_id]));
}

/** The events of an eSIM, with whose it is. */
const eventsOf = (esim: LockedEsim, externalUserId: string | null): NewEvent[] =>
  esim.events.map((event) => ({
    ...event,
    data: { ...event.data, external_user_id: externalUserId },
  }));

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
