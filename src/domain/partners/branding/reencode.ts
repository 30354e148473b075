/** An image as it is shown: decoded and encoded anew, so that nothing of the file stays but its pixels. */
import { createHash } from 'node:crypto';

export type Image = {
  png: Buffer;
  width: number;
  height: number;
  /** of the image: names it */
  hash: string;
};

const MAX_WIDTH = 600;
const MAX_HEIGHT = 200;
const MAX_PIXELS = 16_777_216;

/** What a file is by its first bytes; the decoders of everything else are never asked. */
const isImage = (b: Buffer): boolean =>
  b.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) ||
  b.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) ||
  (b.toString('latin1', 0, 4) === 'RIFF' && b.toString('latin1', 8, 12) === 'WEBP');

/** The image as PNG of at most 600 × 200; a text says what is wrong with it. */
export async function reencode(bytes: Buffer): Promise<Image | string> {
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
