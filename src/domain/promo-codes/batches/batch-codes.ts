/** The codes of a batch: page by page, and all of them as they are read. */
import type { Context } from '../../../context.ts';
import { stringify } from 'csv-stringify/sync';
import { pageOf, placeOf, type PageSize, type Paging } from '../../../input/paging.ts';
import { guardCell } from '../../catalog/csv/format.ts';
import { resolveLocale } from '../../catalog/locales.ts';
import { partnerNow } from '../../partners/now.ts';
import type { Partner } from '../../partners/partner.ts';
import { CODE_COLUMNS, viewPromoCode, type CodeRow } from '../promo-code-view.ts';
import { findBatch } from './batch-view.ts';
import { stateOf, type CodeState } from './list-batches.ts';

export const CODES_PAGE: PageSize = { most: 500, usual: 50 };

type Row = CodeRow & { state: CodeState };
type Asked = Paging & { state?: CodeState | undefined };

const readCode = (text: string): string | null => (/^[\x21-\x7e]{1,64}$/.test(text) ? text : null);

export async function listBatchCodes(
  ctx: Context,
  partner: Partner,
  id: string,
  { cursor, limit = CODES_PAGE.usual, state }: Asked,
) {
  const after = placeOf(cursor, readCode) ?? '';
  const rows = await ctx.db.partnerRead(partner.id, async (db) => {
    await findBatch(db, partner.id, id);
    return db.rows<Row>(
      `select ${CODE_COLUMNS}, ${stateOf('$3')} as state
       from promo_codes c
       join package_queues q on q.partner_id = c.partner_id and q.id = c.queue_id
       where c.partner_id = $1 and c.batch_id = $2 and c.code > $4
         and ($5::text is null or ${stateOf('$3')} = $5)
       order by c.code
       limit $6`,
      [partner.id, id, partnerNow(ctx, partner), after, state ?? null, limit + 1],
    );
  });
  const { page, next_cursor } = pageOf(rows, limit, ({ code }) => code);
  const { locale } = resolveLocale(null, partner.settings.locale);
  return {
    codes: page.map((row) => ({ ...viewPromoCode(ctx, partner, row, locale), state: row.state })),
    next_cursor,
  };
}

export type BatchCode = Awaited<ReturnType<typeof listBatchCodes>>['codes'][number];

/** Page by page, while it is taken. The first page is there before: a batch that is none is refused. */
export async function allCodes(
  ctx: Context,
  partner: Partner,
  id: string,
  state?: CodeState,
): Promise<AsyncIterable<BatchCode[]>> {
  const page = (cursor?: string) =>
    listBatchCodes(ctx, partner, id, { cursor, state, limit: CODES_PAGE.most });
  const first = await page();
  return (async function* () {
    for (let one = first; ; one = await page(one.next_cursor)) {
      yield one.codes;
      if (one.next_cursor === null) return;
    }
  })();
}

const COLUMNS = [
  'promo_code',
  'claim_url',
  'deep_link_url',
  'state',
  'package_id',
  'destination',
  'package_size',
  'package_duration',
  'valid_until',
  'claimed_at',
  'redeemed_at',
] as const satisfies readonly (keyof BatchCode)[];

export async function codesFile(
  ctx: Context,
  partner: Partner,
  id: string,
  state?: CodeState,
): Promise<AsyncIterable<string>> {
  const pages = await allCodes(ctx, partner, id, state);
  return (async function* () {
    yield stringify([[...COLUMNS]]);
    for await (const codes of pages)
      if (codes.length > 0)
        yield stringify(
          codes.map((code) => COLUMNS.map((name) => guardCell(String(code[name] ?? '')))),
        );
  })();
}
