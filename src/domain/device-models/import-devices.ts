/**
 * An operator's bigger list (docs/devices.md): taken whole or refused whole. It takes the place of
 * the one imported before; the shipped list stays beneath it.
 */
import { AppError, type Problem } from '../../errors.ts';
import type { Context } from '../../context.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import { readDevices } from './read-list.ts';

const MAX_PROBLEMS = 1_000;

export async function importDevices(
  ctx: Context,
  actor: Actor,
  csv: string,
): Promise<{ imported: number; devices: number; version: string }> {
  const problems: Problem[] = [];
  const devices = readDevices(csv, (row, field, expected, got) => {
    const shown = JSON.stringify(got.length > 60 ? `${got.slice(0, 60)}…` : got);
    if (problems.length < MAX_PROBLEMS)
      problems.push({
        field: `row ${row}${field === '' ? '' : `, ${field}`}`,
        issue: `expected ${expected}; got ${shown}`,
      });
  });
  // A wrong header makes every line wrong, and says so first.
  const header = problems.filter((p) => /^row 1(?:,|$)/.test(p.field));
  const shown = header.length > 0 ? header : problems;
  if (shown.length > 0)
    throw new AppError(
      'invalid_request',
      `The file has ${shown.length} problems; nothing was imported.`,
      { details: shown },
    );
  await ctx.db.tx(async (tx) => {
    // The row of the version is the lock: of two imports at once the later one stands, whole.
    await tx.rows(
      `insert into shared_values (key, value)
       values ('devices_version', '1')
       on conflict (key) do update set value = (shared_values.value::bigint + 1)::text`,
    );
    await tx.rows('delete from imported_devices');
    await tx.rows(
      `insert into imported_devices (brand, model, is_compatible, codes, notes, source)
       select d.brand, d.model, d.is_compatible, array(select jsonb_array_elements_text(d.codes)),
         array(select jsonb_array_elements_text(d.notes)), d.source
       from jsonb_to_recordset($1) as d(brand text, model text, is_compatible boolean, codes jsonb,
         notes jsonb, source text)`,
      [JSON.stringify(devices)],
    );
    const after = { devices: devices.length };
    await recordAct(tx, actor, { partnerId: null, action: 'devices.imported', after });
  });
  const list = await ctx.devices.lookNow();
  return { imported: devices.length, devices: list.devices.length, version: list.version };
}
