/**
 * Ids of bundles once ended in the supplier they came from (`pkg_grc_1gb_365d_s1`). Partners have
 * them in their code and in what they stored, so they name what took their place, for good.
 */
const SUFFIX = /_s[12]$/;

/**
 * Ends the id of a bundle of the second supplier that is no source of the first one's: same size and
 * days, another coverage.
 */
export const OTHER = '_alt';

/** The ids that took the place of a former one, the nearest first; none for any other id. */
export function successorsOf(id: string): string[] {
  if (!SUFFIX.test(id)) return [];
  const plain = id.replace(SUFFIX, '');
  return id.endsWith('_s1') ? [plain] : [`${plain}${OTHER}`, plain];
}

/** The first of them, whatever the catalog holds; null for any other id. */
export const nextOf = (id: string): string | null => successorsOf(id)[0] ?? null;

/** The ids by which a bundle was called before it had this one. */
export function formerIdsOf(id: string): string[] {
  if (SUFFIX.test(id)) return [];
  return id.endsWith(OTHER) ? [`${id.slice(0, -OTHER.length)}_s2`] : [`${id}_s1`, `${id}_s2`];
}
