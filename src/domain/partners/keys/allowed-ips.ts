/** From where a key may sign: a leaked one is of no use elsewhere. */
import { invalid, type Problem } from '../../../errors.ts';
import { mismatch } from '../../../input/sentences.ts';
import { rangeText, readRange } from '../../abuse/address.ts';

export const MOST_RANGES = 50;

/** Each once, as they are stored. Throws 400 for what is no address and no range. */
export function readAllowedIps(texts: readonly string[]): string[] {
  const problems: Problem[] = [];
  const ranges = texts.flatMap((text, i) => {
    const range = readRange(text.trim());
    if (range !== null) return rangeText(range);
    problems.push({
      field: `allowed_ips.${i}`,
      issue: mismatch('an IP address, or a network such as 203.0.113.0/24', text),
    });
    return [];
  });
  if (problems.length > 0) throw invalid(problems);
  return [...new Set(ranges)];
}
