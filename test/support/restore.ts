/**
 * A partner's rows as they were once, as after restoring a backup; what its telco has since stays.
 */
import type { Hubby } from '../harness.ts';

/**
 * Runs for each table that names the partner. `%1$I`: the table, `%2$L`: the partner, `%3$I`:
 * schema of the copies, `%4$s`: the table's columns that are not generated.
 */
const forEachTable = (hubby: Hubby, partnerId: string, copies: string, statement: string) =>
  hubby.sql(`do $do$
    declare t text; named text;
    begin
      -- Foreign keys and triggers are nothing to rows that were there before.
      set local session_replication_role = replica;
      for t, named in
        select table_name, string_agg(quote_ident(column_name), ', ') filter (where is_generated = 'NEVER')
          from information_schema.columns join information_schema.tables using (table_schema, table_name)
         where table_schema = 'public' and table_type = 'BASE TABLE'
         group by table_name having bool_or(column_name = 'partner_id') loop
        execute format($s$${statement}$s$, t, '${partnerId}', '${copies}', named);
      end loop;
    end $do$`);

let taken = 0;

/** Takes the copy; the answer puts it back. */
export async function backUp(hubby: Hubby, partnerId: string): Promise<() => Promise<void>> {
  const copies = `copies_${++taken}`;
  await hubby.sql(`create schema ${copies}`);
  await forEachTable(
    hubby,
    partnerId,
    copies,
    'create table %3$I.%1$I as select * from public.%1$I where partner_id = %2$L',
  );
  return async () => {
    await forEachTable(
      hubby,
      partnerId,
      copies,
      'delete from public.%1$I where partner_id = %2$L; insert into public.%1$I (%4$s) select %4$s from %3$I.%1$I',
    );
  };
}
