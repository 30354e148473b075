/**
 * QR codes of activation codes and links: error correction M or better, the quiet zone of four
 * modules that scanners want.
 */
import { correction, generate } from 'lean-qr';
import { LRUCache } from 'lru-cache';
import { toPngBuffer } from 'lean-qr/extras/node_export';

const QUIET = 4;
/** Pixels; at 300 dpi some eight centimetres. */
export const PNG_SIZE = { min: 200, max: 2_000, default: 1_000 } as const;

const codeOf = (content: string) => generate(content, { minCorrectionLevel: correction.M });

export type QrPath = { size: number; path: string };

/**
 * One path, so that a template can escape it like anything else. `size` in modules, quiet zone
 * included.
 */
export function qrPath(content: string): QrPath {
  const code = codeOf(content);
  const rows: string[] = [];
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      const from = x;
      while (code.get(x + 1, y)) x++;
      rows.push(`M${from + QUIET} ${y + QUIET}h${x - from + 1}v1H${from + QUIET}z`);
    }
  }
  return { size: code.size + 2 * QUIET, path: rows.join('') };
}

/**
 * A document of its own that fits any size; digits and letters of SVG paths only, nothing to
 * escape.
 */
export const qrSvg = (content: string): string => svgOf(qrPath(content));

const svgOf = ({ size, path }: QrPath): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;

/** As `qrPath` and `qrSvg`. */
export type QrCodes = { path(content: string): QrPath; svg(content: string): string };

/**
 * Finding the best mask for a code takes most of what showing it costs, and a traveler looks at the
 * same one until it is installed.
 */
export function makeQrCodes(): QrCodes {
  const known = new LRUCache<string, QrPath>({ max: 1_000 });
  const path = (content: string): QrPath => {
    let made = known.get(content);
    if (made === undefined) known.set(content, (made = qrPath(content)));
    return made;
  };
  return { path, svg: (content) => svgOf(path(content)) };
}

/**
 * Exactly `size` pixels wide: modules of whole pixels, what is left over goes to the quiet zone.
 */
export function qrPng(content: string, size: number = PNG_SIZE.default): Uint8Array {
  const code = codeOf(content);
  const scale = Math.floor(size / (code.size + 2 * QUIET));
  const start = Math.floor((size - code.size * scale) / 2);
  const module = (pixel: number): number => Math.floor((pixel - start) / scale);
  return toPngBuffer(
    { size, get: (x, y) => code.get(module(x), module(y)) },
    { on: [0, 0, 0], off: [255, 255, 255, 255], pad: 0, scale: 1 },
  );
}
