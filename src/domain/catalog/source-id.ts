/**
 * Our id of a supplier's article. It follows from both names, so that every import calls it the
 * same: account names hold no underscore, so no two articles share one. `variant` above 1: the same
 * article delivered in another size or for another time.
 */
export const sourceId = (account: string, article: string, variant = 1): string =>
  `src_${account}_${article}${variant === 1 ? '' : `~${variant}`}`;
