/**
 * What a database says of itself: schema, role, clock, work that nobody does. As the application
 * role, without any partner's rows.
 */
import type { Queryable } from '../../db/pool.ts';
import { missing, notice, ok, type Finding } from './finding.ts';

/**
 * Signed requests are refused when client and server are 5 minutes apart; long before, something is
 * wrong with a clock.
 */
const CLOCK_MISSING_MS = 240_000;
const CLOCK_NOTICE_MS = 5_000;
/** A sweep looks every second. */
const LATE = '1 minute';

type Facts = {
  role: string;
  free: boolean;
  read_only: boolean;
  version: number | null;
  now: Date;
  newest: Date | null;
  tokens: number;
  partners: number;
  late: number;
  review: number;
};

const FACTS = `select current_user as role,
  (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as free,
  pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as read_only,
  (select max(version)::int from public.schema_version) as version,
  clock_timestamp() as now,
  (select max(created_at) from operator_tokens) as newest,
  (select count(*) from operator_tokens where revoked_at is null) as tokens,
  (select count(*) from partners) as partners,
  (select count(*) from provider_orders where next_attempt_at < now() - interval '${LATE}')
    + (select count(*) from deliveries where next_attempt_at < now() - interval '${LATE}')
    + (select count(*) from dispatches where next_attempt_at < now() - interval '${LATE}')
    + (select count(*) from due_reports where due_at < now() - interval '${LATE}') as late,
  (select count(*) from provider_orders where state = 'needs_review') as review`;

/**
 * `now`: this machine's clock. `expected`: the schema version of this release. The schema has to be
 * there.
 */
export async function examineDatabase(
  db: Queryable,
  now: () => Date,
  expected: number,
): Promise<Finding[]> {
  const before = now().getTime();
  const facts = (await db.one<Facts>(FACTS))!;
  // Halfway between asking and hearing is when the server looked at its clock.
  const here = (before + now().getTime()) / 2;
  return [
    schema(facts.version ?? 0, expected),
    role(facts),
    facts.read_only
      ? missing(
          'writable',
          'The database takes no writes: it is a standby, or set to read only.',
          'Point DATABASE_URL at the primary.',
        )
      : ok('writable', 'The database takes writes.'),
    clock(facts.now.getTime() - here, (facts.newest?.getTime() ?? 0) - here),
    facts.tokens === 0
      ? missing(
          'operator_token',
          'Nobody can operate this installation: it has no operator token.',
          'Make one: npx hubby seed.',
        )
      : ok('operator_token', `${facts.tokens} in force.`),
    facts.partners === 0
      ? notice('partners', 'There is no partner.', "Make one: npx hubby partner create --name '…'.")
      : ok('partners', `${facts.partners}.`),
    facts.late === 0
      ? ok('worker', 'No work waits for longer than a minute.')
      : missing(
          'worker',
          `${facts.late} pieces of work have waited for more than a minute.`,
          'Is a worker running? Start one: npx hubby work. Its log says what fails.',
        ),
    facts.review === 0
      ? ok('review', 'No order waits for a person to decide.')
      : notice(
          'review',
          `${facts.review} orders wait for a person to decide.`,
          'See them: npx hubby review list.',
        ),
  ];
}

function schema(version: number, expected: number): Finding {
  if (version < expected)
    return missing(
      'schema',
      `The database has schema version ${version}, this release needs ${expected}.`,
      'Run: npx hubby migrate.',
    );
  return version > expected
    ? notice(
        'schema',
        `The database has schema version ${version}, newer than this release (${expected}).`,
        'Fine while an upgrade is under way; then run the newer release everywhere.',
      )
    : ok('schema', `Version ${version}.`);
}

const role = ({ role: name, free }: Facts): Finding =>
  free
    ? missing(
        'role',
        `The database role ${name} could bypass row-level security; Hubby does not run under it.`,
        'See docs/operating.md, "The database".',
      )
    : ok('role', `Works as ${name}, bound by row-level security.`);

/**
 * `ahead`: the database's clock before ours; `newest`: how far the last thing written lies in our
 * future. Both in ms.
 */
export function clock(ahead: number, newest: number): Finding {
  const off = Math.max(Math.abs(ahead), newest);
  const seconds = Math.round(off / 1_000);
  const message =
    Math.abs(ahead) >= newest
      ? `This machine's clock and the database's are ${seconds} s apart.`
      : `Things were written ${seconds} s in the future of this machine's clock.`;
  const remedy = 'Set the clocks by NTP: signed requests are refused from 5 minutes on.';
  if (off > CLOCK_MISSING_MS) return missing('clock', message, remedy);
  if (off > CLOCK_NOTICE_MS) return notice('clock', message, remedy);
  return ok('clock', `It agrees with the database's to ${Math.max(1, seconds)} s.`);
}
