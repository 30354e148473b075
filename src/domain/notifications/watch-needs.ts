/** Looks at what needs somebody: at each partner every few minutes, at the installation with each run. */
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/pool.ts';
import { readNeeds } from '../home/needs.ts';
import { OUTAGES, type IncidentKind, type Waiting } from '../incidents/incident.ts';
import { permissionsOf, type Permission } from '../members/permissions.ts';
import { findPartner } from '../partners/managing/partners.ts';
import type { Partner } from '../partners/partner.ts';
import { placeOf } from './find-place.ts';
import { noteOccasions, type Seen } from './note-occasions.ts';
import { INSTALLATION } from './place.ts';
import { isSubject } from './subjects.ts';

const LOOK_SECONDS = 300;
const AT_ONCE = 50;
/** What is left then is looked at by the next run. */
const RUN_MS = 40_000;
/** Of one subject, as Home counts. */
const MOST = 1_000;
/** The same over all partners, with every run. */
const MOST_OF_ALL = 100;

const ALL: ReadonlySet<Permission> = permissionsOf('owner', true);

/** Only partners that have somebody who could be told. */
const JOIN = `insert into notification_looks (partner_id)
  select p.id
  from partners p
  where not exists (select 1 from notification_looks l where l.partner_id = p.id)
    and (exists (select 1 from memberships s where s.partner_id = p.id)
      or exists (select 1 from notification_addresses a where coalesce(a.partner_id, '') = p.id))
  on conflict do nothing`;

/** Taking moves it on: whoever dies over a partner leaves it to the next look. */
const TAKE = `update notification_looks
  set next_attempt_at = clock_timestamp() + ${LOOK_SECONDS} * interval '1 s'
  where partner_id = any(array(select partner_id
    from notification_looks
    where next_attempt_at <= statement_timestamp()
    order by next_attempt_at
    limit ${AT_ONCE}
    for update skip locked))
  returning partner_id`;

/** Answers at how many partners it looked. */
export async function watchNeeds(ctx: Context): Promise<number> {
  const end = performance.now() + RUN_MS;
  await noteOccasions(ctx, INSTALLATION, await ctx.db.operatorRead(ofInstallation));
  await ctx.db.rows(JOIN);
  let count = 0;
  while (performance.now() < end) {
    const due = await ctx.db.rows<{ partner_id: string }>(TAKE);
    if (due.length === 0) break;
    for (const { partner_id: id } of due) await watchPartner(ctx, id);
    count += due.length;
  }
  return count;
}

/** What goes wrong at one partner keeps nobody else from hearing. */
async function watchPartner(ctx: Context, partnerId: string): Promise<void> {
  try {
    const partner = await findPartner(ctx, partnerId);
    await noteOccasions(ctx, placeOf(partner), await ofPartner(ctx, partner));
  } catch (error) {
    ctx.log.error(
      { partner: partnerId, message: (error as Error).message },
      'what needs somebody at a partner could not be read',
    );
  }
}

/** Nothing needs anybody of one that is suspended. */
async function ofPartner(ctx: Context, partner: Partner): Promise<Seen[]> {
  if (partner.suspendedAt !== null) return [];
  const needs = await readNeeds(ctx, partner, ALL);
  const seen = needs
    .filter(({ kind }) => kind !== 'support_open')
    .map(({ kind, subject, count, at }): Seen => ({
      subject: kind,
      about: subject ?? '',
      facts: { count, at },
    }));
  return needs.length === seen.length ? seen : [...seen, ...(await supportOf(ctx, partner.id))];
}

/** Each request is told of: one that comes while others are open needs somebody, too. */
const supportOf = async (ctx: Context, partnerId: string): Promise<Seen[]> => {
  const rows = await ctx.db.partnerRead(partnerId, (db) =>
    db.rows<{ id: string; created_at: Date }>(
      `select id, created_at
       from support_requests
       where partner_id = $1 and status in ('open', 'escalated')
       order by id desc
       limit ${MOST}`,
      [partnerId],
    ),
  );
  return rows.map(({ id, created_at: at }) => ({
    subject: 'support_open',
    about: id,
    facts: { count: 1, at: at.toISOString() },
  }));
};

async function ofInstallation(db: Queryable): Promise<Seen[]> {
  return [...(await incidents(db)), ...(await escalated(db)), ...(await findings(db))];
}

type Incident = { kind: IncidentKind; subject: string; facts: Partial<Waiting>; began_at: Date };

/** Those that the operator hears of: what is over before its time is no trouble. */
async function incidents(db: Queryable): Promise<Seen[]> {
  const rows = await db.rows<Incident>(
    `select kind, subject, facts, began_at
     from incidents
     where ended_at is null and (told_at is not null or tell_at <= now())`,
  );
  return rows.flatMap(({ kind, subject: about, facts, began_at: at }) =>
    isSubject(kind) && !isPaused(kind)
      ? [{ subject: kind, about, facts: { count: facts.count ?? 1, at: at.toISOString() } }]
      : [],
  );
}

const isPaused = (kind: IncidentKind): boolean => kind !== 'account_out' && OUTAGES.includes(kind);

async function escalated(db: Queryable): Promise<Seen[]> {
  const rows = await db.rows<{ id: string }>(
    `select id
     from support_queue
     where status = 'escalated'
     order by id desc
     limit ${MOST_OF_ALL}`,
  );
  return rows.map(({ id }) => ({
    subject: 'support_escalated',
    about: id,
    facts: { count: 1, at: null },
  }));
}

async function findings(db: Queryable): Promise<Seen[]> {
  const { count } = (await db.one<{ count: number }>(
    `select count(*)::int as count
     from (select 1
       from reconcile_findings
       where resolved_at is null
       order by found_at desc
       limit ${MOST_OF_ALL}) f`,
  ))!;
  return count === 0 ? [] : [{ subject: 'findings_open', about: '', facts: { count, at: null } }];
}
