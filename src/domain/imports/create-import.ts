/**
 * A file of bookings is taken in: row by row into the database as it comes, so that it is never held
 * whole, and nobody sees it before its last row is there. Checking it is a worker's (check-rows.ts).
 */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { newId } from '../../ids.ts';
import { nameOf, type Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import type { Partner } from '../partners/partner.ts';
import { guessMap, lackOf, overridden, type ColumnMap } from './map.ts';
import { readRecords, type Row } from './reading/read-records.ts';
import { readText } from './reading/read-text.ts';
import { dropRows } from './forget-imports.ts';

const BATCH_ROWS = 2_000;
const BATCH_CHARACTERS = 512 * 1024;
/** Of one partner, at the same time; what a process that died left is not counted for longer. */
const RECEIVING = 4;
const RECEIVING_FOR = `interval '2 minutes'`;

export type ImportInput = {
  chunks: AsyncIterable<Buffer>;
  filename?: string | undefined;
  /** as `?map=` has it */
  map?: string | undefined;
  /** begins the Idempotency-Key, when the file was read; null where there is none */
  begin?: (() => Promise<string>) | null;
};

/** Throws `invalid_request` with the row, and `overloaded`. */
export async function createImport(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  input: ImportInput,
): Promise<{ id: string }> {
  const id = newId('imp');
  await begin(ctx, actor, partner.id, id, input);
  try {
    const read = await receive(ctx, partner.id, id, input);
    const requestKey = (await input.begin?.()) ?? null;
    const found = await finish(ctx, actor, partner.id, { id, ...read, requestKey });
    if (found !== id) await drop(ctx, partner.id, id);
    else ctx.wake('imports');
    return { id: found };
  } catch (error) {
    // What cannot be dropped now, the clean-up finds.
    await drop(ctx, partner.id, id).catch(() => {});
    throw error;
  }
}

const begin = (
  ctx: Context,
  actor: Actor,
  partnerId: string,
  id: string,
  { filename }: ImportInput,
): Promise<void> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    const begun = await tx.one(
      `insert into imports (partner_id, id, filename, columns, map, created_by)
       select $1, $2, $3, '[]', '{}', $4
       where (select count(*)
         from imports
         where partner_id = $1 and state = 'receiving' and created_at > now() - ${RECEIVING_FOR}
       ) < ${RECEIVING}
       returning 1`,
      [partnerId, id, filename ?? null, nameOf(actor)],
    );
    if (begun === undefined)
      throw new AppError(
        'overloaded',
        `${RECEIVING} files are being taken in already; try again when one is there.`,
        { retryAfter: 5 },
      );
    // Nothing to do yet; by it the clean-up finds what was never finished.
    await tx.rows(
      `insert into import_work (partner_id, import_id, next_attempt_at) values ($1, $2, null)`,
      [partnerId, id],
    );
  });

type Read = { columns: string[]; map: ColumnMap; count: number };

async function receive(
  ctx: Context,
  partnerId: string,
  id: string,
  { chunks, map: said }: ImportInput,
): Promise<Read> {
  let read: Read | null = null;
  let batch: Row[] = [];
  let characters = 0;
  const store = async (): Promise<void> => {
    if (batch.length > 0) await insert(ctx, partnerId, id, batch);
    [batch, characters] = [[], 0];
  };
  for await (const one of readRecords(readText(chunks))) {
    if ('columns' in one) {
      const { columns } = one;
      const map = said === undefined ? guessMap(columns) : overridden(columns, said);
      read = { columns, map, count: 0 };
      continue;
    }
    batch.push(one);
    read!.count++;
    characters += one.cells.reduce((sum, cell) => sum + cell.length, 0);
    if (batch.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) await store();
  }
  await store();
  return read!;
}

const insert = (
  ctx: Context,
  partnerId: string,
  id: string,
  rows: readonly Row[],
): Promise<unknown> =>
  ctx.db.partnerTx(partnerId, (tx) =>
    tx.rows(
      `insert into import_rows (partner_id, import_id, row, cells, flaw)
       select $1, $2, row, cells, flaw
       from jsonb_to_recordset($3::jsonb) as given(row integer, cells jsonb, flaw text)`,
      [partnerId, id, JSON.stringify(rows)],
    ),
  );

type Finished = Read & { id: string; requestKey: string | null };

/** From here on it is there. Answers the import of the same request that is there already, else its own. */
const finish = (
  ctx: Context,
  actor: Actor,
  partnerId: string,
  { id, columns, map, count, requestKey }: Finished,
): Promise<string> =>
  ctx.db.partnerTx(partnerId, async (tx) => {
    const lack = lackOf(map);
    const made = await tx.one(
      `update imports
       set state = $3, columns = $4, map = $5, rows_total = $6, problem = $7, request_key = $8,
         updated_at = now()
       where partner_id = $1
         and id = $2
         and not exists (select 1 from imports where partner_id = $1 and request_key = $8)
       returning 1`,
      [
        partnerId,
        id,
        lack === null ? 'checking' : 'failed',
        JSON.stringify(columns),
        JSON.stringify(map),
        count,
        lack,
        requestKey,
      ],
    );
    if (made === undefined) {
      const first = await tx.one<{ id: string }>(
        'select id from imports where partner_id = $1 and request_key = $2',
        [partnerId, requestKey],
      );
      if (first === undefined) throw new AppError('import_not_found', 'The import was dropped.');
      return first.id;
    }
    await tx.rows(
      `update import_work
       set received_at = now(), next_attempt_at = case when $3 then now() end
       where partner_id = $1 and import_id = $2`,
      [partnerId, id, lack === null],
    );
    await recordAct(tx, actor, {
      partnerId,
      action: 'import.made',
      subject: id,
      after: { rows: count, columns: columns.length },
    });
    return id;
  });

const drop = (ctx: Context, partnerId: string, id: string): Promise<void> =>
  dropRows(ctx, partnerId, id);
