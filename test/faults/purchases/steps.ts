/**
 * The steps of a purchase between which a process can die. Each ends with one write, which a trigger
 * holds up while a kill waits for it: so it comes at that moment and not somewhere near.
 */
import type { Shop } from './shop.ts';

/** The write, as `create trigger` has it; `when` of the row that is written. */
type Write = { on: string; when?: string };

export const STEPS: Readonly<Record<string, Write>> = {
  'the purchase is stored, and its page not made': { on: 'insert on pay_desk.sessions' },
  'the page is made, and not noted': {
    on: 'update on checkouts',
    when: 'old.checkout_id is null and new.checkout_id is not null',
  },
  'it is paid there, and not told': { on: 'insert on payment_events' },
  'the event is stored, and not applied': {
    on: 'update on payment_events',
    when: 'new.next_attempt_at is null',
  },
  'it is known to be paid, and not noted': {
    on: 'update on purchases',
    when: "old.state <> 'paid' and new.state = 'paid'",
  },
  'it is paid here, and not booked': { on: 'insert on bookings', when: "new.kind = 'purchase'" },
  'it is booked, and not ordered': { on: 'insert on provider_orders' },
  'the order is sent, and not made': { on: 'insert on telco.orders' },
  'the telco has made it, and it is not noted': {
    on: 'update on purchases',
    when: "new.state = 'provisioned'",
  },
  'the money is to go back': { on: 'insert on pay_desk.refunds' },
  'the money went back there, and it is not noted': {
    on: 'update on refunds',
    when: 'old.done_at is null and new.done_at is not null',
  },
};

/** Longer than it takes to be seen and killed. */
const HELD = '1.5';

/** Once, before anybody buys. */
export async function holdUpWrites({ sql }: Pick<Shop, 'sql'>): Promise<void> {
  await sql(`create schema drill`);
  await sql(`create table drill.held (step text primary key)`);
  await sql(
    `create function drill.hold_up() returns trigger language plpgsql security definer as $$
     begin
       if exists (select 1 from drill.held where step = tg_argv[0]) then
         perform pg_sleep(${HELD});
       end if;
       return new;
     end $$`,
  );
  for (const [nth, [step, { on, when }]] of Object.entries(STEPS).entries())
    await sql(
      `create trigger drill_${nth} before ${on} for each row
       ${when === undefined ? '' : `when (${when})`}
       execute function drill.hold_up('${step}')`,
    );
}

/** Whether somebody stands at that step within the time; they do for as long as it takes to kill. */
export async function waitForStep(
  { sql }: Pick<Shop, 'sql'>,
  step: string,
  ms: number,
): Promise<boolean> {
  await sql('insert into drill.held values ($1)', [step]);
  try {
    for (const end = Date.now() + ms; Date.now() < end;)
      if ((await sql(SLEEPING)).length > 0) return true;
    return false;
  } finally {
    await sql('delete from drill.held');
  }
}

const SLEEPING = `select 1
  from pg_stat_activity
  where datname = current_database() and wait_event = 'PgSleep' and pid <> pg_backend_pid()
  limit 1`;
