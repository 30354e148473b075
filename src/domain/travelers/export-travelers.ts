/** Travelers as a file, by the word that their list is asked with. Read page by page while it is sent. */
import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import type { Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import { guardCell } from '../catalog/csv/format.ts';
import type { Partner } from '../partners/partner.ts';
import { findTravelers, TRAVELERS_PAGE, type TravelerRow } from './find-travelers.ts';

const COLUMNS: Record<string, (traveler: TravelerRow) => unknown> = {
  id: ({ id }) => id,
  external_user_id: (traveler) => traveler.external_user_id,
  emails: ({ emails }) => emails.join('|'),
  created_at: (traveler) => traveler.created_at,
  erased_at: (traveler) => traveler.erased_at,
  iccid: ({ esim }) => esim?.iccid,
  esim_status: ({ esim }) => esim?.status,
  active_packages: ({ esim }) => esim?.active_packages,
};

/** Whoever takes so many people out is written down, with the word they asked for. */
export async function exportTravelers(
  ctx: Context,
  actor: Actor,
  { id: partnerId }: Partner,
  q: string | undefined,
): Promise<AsyncIterable<string>> {
  const page = (cursor?: string) =>
    findTravelers(ctx, partnerId, { q, cursor, limit: TRAVELERS_PAGE.most });
  const first = await page();
  await ctx.db.partnerTx(partnerId, (tx) =>
    recordAct(tx, actor, { partnerId, action: 'travelers.exported', after: { q: q ?? null } }),
  );
  return (async function* () {
    yield stringify([Object.keys(COLUMNS)]);
    for (let one = first; ; one = await page(one.next_cursor)) {
      if (one.travelers.length > 0) yield stringify(one.travelers.map(cellsOf));
      if (one.next_cursor === null) return;
    }
  })();
}

const cellsOf = (traveler: TravelerRow): string[] =>
  Object.values(COLUMNS).map((read) => guardCell(String(read(traveler) ?? '')));
