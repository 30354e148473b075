/** A QR code as one path of an SVG, so that a template can escape it like anything else. */
import { generate } from 'lean-qr';

const QUIET = 4;

/** `size` in modules, quiet zone included. */
export function qrPath(content: string): { size: number; path: string } {
  const code = generate(content);
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
