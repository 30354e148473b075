/**
 * The five rows of a booking, inserted bare: by one prepared statement into copies of the product's
 * tables that have its indexes and none of its checks and foreign keys.
 */
type Sql = <T>(text: string, params?: unknown[]) => Promise<T[]>;

/** What differs from booking to booking: its id and reference, its queue's id, its event's. */
const OWN: Record<string, Record<string, string>> = {
  bookings: { id: '$1', booking_id: '$2' },
  booking_keys: { id: '$1', booking_id: '$2' },
  package_queues: { id: '$3', booking_id: '$1' },
  timers: { subject_id: '$1' },
  events: { id: '$4', entity_id: '$1', tx: 'pg_current_xact_id()' },
};
/** How the rows of one booking are found. $1 = its id. */
const WHERE: Record<string, string> = {
  bookings: 'id = $1',
  booking_keys: 'id = $1',
  package_queues: 'booking_id = $1',
  timers: "subject_id = $1 and kind = 'booking'",
  events: 'entity_id = $1',
};

/**
 * Makes the copies, and a model row of each from a booking of the product's. Returns the statement,
 * with four parameters.
 */
export async function prepareSameRows(sql: Sql): Promise<string> {
  const [made] = await sql<{ id: string }>(
    `select b.id from bookings b where b.booking_id is not null limit 1`,
  );
  const inserts: string[] = [];
  for (const [table, where] of Object.entries(WHERE)) {
    await sql(
      `create table bench.${table} (like public.${table} including defaults including indexes)`,
    );
    await sql(`create table bench.model_${table} (like public.${table})`);
    const rows = await sql(
      `insert into bench.model_${table}
       select * from public.${table} where ${where} limit 1
       returning 1`,
      [made!.id],
    );
    if (rows.length !== 1) throw new Error(`a booking has no row in ${table}`);
    const columns = await sql<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_schema = 'bench' and table_name = $1
       order by ordinal_position`,
      [table],
    );
    const names = columns.map(({ name }) => name);
    inserts.push(
      `insert into bench.${table} (${names.join(', ')})
       select ${names.map((name) => OWN[table]![name] ?? name).join(', ')} from bench.model_${table}`,
    );
  }
  const last = inserts.pop()!;
  const steps = inserts.map((text, n) => `s${n} as (${text})`);
  return `with ${steps.join(',\n')}\n${last}`;
}
