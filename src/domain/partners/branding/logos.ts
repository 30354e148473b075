/**
 * Logos of brandings: fetched once when the setting is made, decoded and encoded anew, and served
 * by us. Nothing of the partner's file reaches a traveler but its pixels, and no traveler reaches
 * the partner's host.
 */
import type { Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { findIdBySlug } from '../find-by-slug.ts';
import { reencode, type Image } from './reencode.ts';
import { findUploads, uploadHash } from './uploads.ts';

export type Logo = Image & { brand: string; sourceUrl: string };

const AT_ONCE = 4;

type Wanted = { brand: string; url: string };

/**
 * The logos that a `visual_identity` names; of what does not fit its schema nothing, since that is
 * told elsewhere.
 */
function wantedOf(identity: unknown): Wanted[] {
  if (typeof identity !== 'object' || identity === null) return [];
  return Object.entries(identity)
    .slice(0, 50)
    .flatMap(([brand, look]) => {
      const url = (look as { logo_url?: unknown } | null)?.logo_url;
      return typeof url === 'string' && url.length <= 2_048 && /^(?:https?:\/\/|upload:)/.test(url)
        ? [{ brand, url }]
        : [];
    });
}

type Found = { logos: Logo[]; problems: Problem[] };
const fieldOf = ({ brand }: Wanted): string => `visual_identity.${brand}.logo_url`;

/** Takes seconds: not inside a transaction. `partnerId` null: of one that is still to be made. */
export async function fetchLogos(
  ctx: Pick<Context, 'images' | 'db'>,
  partnerId: string | null,
  identity: unknown,
): Promise<Found> {
  const wanted = wantedOf(identity);
  const [fetched, sent] = await Promise.all([
    fetchAll(
      ctx,
      wanted.filter(({ url }) => !url.startsWith('upload:')),
    ),
    takeUploads(
      ctx,
      partnerId,
      wanted.filter(({ url }) => url.startsWith('upload:')),
    ),
  ]);
  const problems = [...fetched.problems, ...sent.problems];
  return {
    logos: [...fetched.logos, ...sent.logos],
    problems: problems.sort((a, b) => (a.field < b.field ? -1 : 1)),
  };
}

/** Of uploads that a `visual_identity` names and that are not there. */
export const uploadProblems = async (
  ctx: Pick<Context, 'db'>,
  partnerId: string,
  identity: unknown,
): Promise<Problem[]> => (await takeUploads(ctx, partnerId, wantedOf(identity))).problems;

/** What is no upload's name is told by the schema. */
async function takeUploads(
  ctx: Pick<Context, 'db'>,
  partnerId: string | null,
  wanted: readonly Wanted[],
): Promise<Found> {
  const named = wanted.flatMap((one) => {
    const hash = uploadHash(one.url);
    return hash === null ? [] : [{ ...one, hash }];
  });
  const images =
    partnerId === null
      ? new Map<string, never>()
      : await findUploads(
          ctx,
          partnerId,
          named.map(({ hash }) => hash),
        );
  const found: Found = { logos: [], problems: [] };
  for (const { hash, ...one } of named) {
    const image = images.get(hash);
    if (image === undefined)
      found.problems.push({
        field: fieldOf(one),
        issue: 'expected an image that was sent; it is kept no more, send it again',
      });
    else found.logos.push({ ...image, brand: one.brand, sourceUrl: one.url });
  }
  return found;
}

async function fetchAll(ctx: Pick<Context, 'images'>, wanted: readonly Wanted[]): Promise<Found> {
  const logos: Logo[] = [];
  const problems: Problem[] = [];
  const waiting = [...wanted];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const fetched = await ctx.images.fetch(next.url);
      const image = 'issue' in fetched ? fetched.issue : await reencode(fetched.bytes);
      if (typeof image === 'string') problems.push({ field: fieldOf(next), issue: image });
      else logos.push({ brand: next.brand, sourceUrl: next.url, ...image });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { logos, problems };
}

/** These and no others. */
export async function writeLogos(tx: Tx, partnerId: string, logos: readonly Logo[]): Promise<void> {
  await tx.rows('delete from brand_logos where partner_id = $1 and brand <> all($2)', [
    partnerId,
    logos.map((l) => l.brand),
  ]);
  for (const l of logos) {
    await tx.rows(
      `insert into brand_logos (partner_id, brand, source_url, png, width, height, hash)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (partner_id, brand) do update set source_url = excluded.source_url,
         png = excluded.png, width = excluded.width, height = excluded.height, hash = excluded.hash,
         created_at = now()`,
      [partnerId, l.brand, l.sourceUrl, l.png, l.width, l.height, l.hash],
    );
  }
}

/** The image behind GET /brand/{slug}/{brand}.png; null: there is none. */
export async function findLogo(
  ctx: Pick<Context, 'db'>,
  slug: string,
  brand: string,
): Promise<{ png: Buffer; hash: string } | null> {
  const partnerId = await findIdBySlug(ctx, slug);
  if (partnerId === null) return null;
  return (
    (await ctx.db.partnerTx(partnerId, (tx) =>
      tx.one<{ png: Buffer; hash: string }>(
        'select png, hash from brand_logos where partner_id = $1 and brand = $2',
        [partnerId, brand],
      ),
    )) ?? null
  );
}
