/**
 * Logos of brandings: fetched once when the setting is made, decoded and encoded anew, and served
 * by us. Nothing of the partner's file reaches a traveler but its pixels, and no traveler reaches
 * the partner's host.
 */
import { createHash } from 'node:crypto';
import type { Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { findIdBySlug } from '../find-by-slug.ts';

export type Logo = {
  brand: string;
  sourceUrl: string;
  png: Buffer;
  width: number;
  height: number;
  hash: string;
};

const MAX_WIDTH = 600;
const MAX_HEIGHT = 200;
const MAX_PIXELS = 16_777_216;
const AT_ONCE = 4;

/** What a file is by its first bytes; the decoders of everything else are never asked. */
const isImage = (b: Buffer): boolean =>
  b.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) ||
  b.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) ||
  (b.toString('latin1', 0, 4) === 'RIFF' && b.toString('latin1', 8, 12) === 'WEBP');

/** The image as PNG of at most 600 × 200; a text says what is wrong with it. */
export async function reencode(
  bytes: Buffer,
): Promise<Pick<Logo, 'png' | 'width' | 'height' | 'hash'> | string> {
  if (!isImage(bytes)) return 'expected a PNG, JPEG or WebP image';
  // Its native library takes longer to load than the rest of the server: only who sets a logo waits
  // for it.
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(bytes, {
      limitInputPixels: MAX_PIXELS,
      failOn: 'error',
      animated: false,
    }).timeout({ seconds: 10 });
    const { pages = 1 } = await image.metadata();
    if (pages > 1) return 'expected a still image, got an animated one';
    const {
      data: png,
      info: { width, height },
    } = await image
      .autoOrient()
      .resize({ width: MAX_WIDTH, height: MAX_HEIGHT, fit: 'inside', withoutEnlargement: true })
      .png({ compressionLevel: 9 })
      .toBuffer({ resolveWithObject: true });
    return {
      png,
      width,
      height,
      hash: createHash('sha256').update(png).digest('hex').slice(0, 16),
    };
  } catch {
    return `expected a whole image of at most ${MAX_PIXELS / 1024 / 1024} megapixels`;
  }
}

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
      return typeof url === 'string' && url.length <= 2_048 && /^https?:\/\//.test(url)
        ? [{ brand, url }]
        : [];
    });
}

/** Takes seconds: not inside a transaction. */
export async function fetchLogos(
  ctx: Pick<Context, 'images'>,
  identity: unknown,
): Promise<{ logos: Logo[]; problems: Problem[] }> {
  const logos: Logo[] = [];
  const problems: Problem[] = [];
  const waiting = wantedOf(identity);
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const fetched = await ctx.images.fetch(next.url);
      const image = 'issue' in fetched ? fetched.issue : await reencode(fetched.bytes);
      if (typeof image === 'string')
        problems.push({ field: `visual_identity.${next.brand}.logo_url`, issue: image });
      else logos.push({ brand: next.brand, sourceUrl: next.url, ...image });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { logos, problems: problems.sort((a, b) => (a.field < b.field ? -1 : 1)) };
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
