/** Logos that a partner sends, in place of an address to fetch them from. */
import type { Context } from '../../../context.ts';
import { invalid } from '../../../errors.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { findIdBySlug } from '../find-by-slug.ts';
import { reencode, type Image } from './reencode.ts';

const UPLOAD = /^upload:([0-9a-f]{16})$/;
/** So many are kept beside those in force: an editor's tries, not a store of images. */
const KEPT = 20;

export type Uploaded = { logo_url: string; width: number; height: number };

/** Null: it is an address. */
export const uploadHash = (logoUrl: string): string | null => UPLOAD.exec(logoUrl)?.[1] ?? null;

/** Where the image of an upload is shown from. */
export const uploadPath = (slug: string, hash: string): string =>
  `/brand/${slug}/uploads/${hash}.png`;

/** The same image again is the same upload. Throws `invalid_request` for what is no image. */
export async function addUpload(
  ctx: Pick<Context, 'db'>,
  actor: Actor,
  partnerId: string,
  bytes: Buffer,
): Promise<Uploaded> {
  const image = await reencode(bytes);
  if (typeof image === 'string') throw invalid([{ field: 'image', issue: image }]);
  const { png, width, height, hash } = image;
  await ctx.db.partnerTx(partnerId, async (tx) => {
    const row = await tx.one<{ is_new: boolean }>(
      `insert into brand_uploads (partner_id, hash, png, width, height)
       values ($1, $2, $3, $4, $5)
       on conflict (partner_id, hash) do update set created_at = clock_timestamp()
       returning xmax = 0 as is_new`,
      [partnerId, hash, png, width, height],
    );
    await tx.rows(
      `delete from brand_uploads
       where partner_id = $1
         and hash in (
           select hash
           from brand_uploads
           where partner_id = $1
           order by created_at desc, hash
           offset ${KEPT})`,
      [partnerId],
    );
    if (row!.is_new)
      await recordAct(tx, actor, {
        partnerId,
        action: 'logo.uploaded',
        subject: `upload:${hash}`,
        after: { width, height },
      });
  });
  return { logo_url: `upload:${hash}`, width, height };
}

/** Also what is in force of one that is kept no more. */
export const findUploads = async (
  ctx: Pick<Context, 'db'>,
  partnerId: string,
  hashes: readonly string[],
): Promise<Map<string, Image>> => {
  if (hashes.length === 0) return new Map();
  const rows = await ctx.db.partnerRead(partnerId, (db) =>
    db.rows<Image>(
      `select hash, png, width, height
       from brand_uploads
       where partner_id = $1 and hash = any($2)
       union all
       select hash, png, width, height
       from brand_logos
       where partner_id = $1 and source_url = any($3)`,
      [partnerId, hashes, hashes.map((hash) => `upload:${hash}`)],
    ),
  );
  return new Map(rows.map((row) => [row.hash, row]));
};

/** The image behind GET /brand/{slug}/uploads/{hash}.png; null: there is none. */
export async function showUpload(
  ctx: Pick<Context, 'db'>,
  slug: string,
  hash: string,
): Promise<Image | null> {
  const partnerId = await findIdBySlug(ctx, slug);
  return partnerId === null
    ? null
    : ((await findUploads(ctx, partnerId, [hash])).get(hash) ?? null);
}
