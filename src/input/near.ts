/** Which known name somebody probably meant. */

/** Longer ones are nobody's slip of the pen, and comparing would cost. */
const MAX_LENGTH = 60;

const plain = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** Shorter ones are part of too many. */
const MIN_PART = 4;

/**
 * The known name that differs only in case and separators, else the one with the fewest slips, else
 * the only one that it is a part of (`user_id` of `external_user_id`); null where none is near.
 */
export function near(name: string, known: readonly string[]): string | null {
  if (name.length > MAX_LENGTH) return null;
  const wanted = plain(name);
  if (wanted === '') return null;
  let best: string | null = null;
  let fewest = Math.floor(wanted.length / 4) + 1;
  for (const candidate of known) {
    const slips = distance(wanted, plain(candidate), fewest);
    if (slips >= fewest) continue;
    [best, fewest] = [candidate, slips];
    if (slips === 0) break;
  }
  return best ?? onlyWith(wanted, known);
}

function onlyWith(part: string, known: readonly string[]): string | null {
  if (part.length < MIN_PART) return null;
  const whole = known.filter((name) => plain(name).includes(part));
  return whole.length === 1 ? whole[0]! : null;
}

/**
 * Letters to add, drop, replace or swap with their neighbour; `limit` where it is that many or
 * more.
 */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let [before, last]: [number[], number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, j) => j),
  ];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
