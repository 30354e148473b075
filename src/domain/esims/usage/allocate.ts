/**
 * The usage rule: which packages of an eSIM take the bytes that its provider does not attribute.
 * Pure.
 */

export type Bucket = {
  id: string;
  /** alpha-3 codes */
  coverage: readonly string[];
  /** bytes, Infinity for unlimited */
  left: number;
  /** null before the first use */
  activatedAt: Date | null;
  /** of the validity, or of the activation window before the first use */
  endsAt: Date;
  assignedAt: Date;
};

export type Share = { id: string; bytes: number };

/**
 * Those that cover the country (null = nobody knows where). Activated ones first, by nearest end;
 * then the others, of fewer countries first, so that one for a single country is used there before
 * one that serves elsewhere too.
 */
export const inOrder = <B extends Bucket>(buckets: readonly B[], iso3: string | null): B[] =>
  buckets
    .filter((b) => iso3 === null || b.coverage.includes(iso3))
    .sort(
      (a, b) =>
        Number(b.activatedAt !== null) - Number(a.activatedAt !== null) ||
        (a.activatedAt === null ? a.coverage.length - b.coverage.length : 0) ||
        a.endsAt.getTime() - b.endsAt.getTime() ||
        a.assignedAt.getTime() - b.assignedAt.getTime() ||
        (a.id < b.id ? -1 : 1),
    );

/**
 * What does not fit into one spills to the next; what nobody covers or has room for is `uncovered`.
 * Shares are above 0.
 */
export function allocate(
  bytes: number,
  iso3: string | null,
  buckets: readonly Bucket[],
): { shares: Share[]; uncovered: number } {
  const shares: Share[] = [];
  let rest = bytes;
  for (const bucket of inOrder(buckets, iso3)) {
    const share = Math.min(rest, bucket.left);
    if (share <= 0) continue;
    shares.push({ id: bucket.id, bytes: share });
    rest -= share;
  }
  return { shares, uncovered: rest };
}
