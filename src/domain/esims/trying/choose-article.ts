/** What a trial buys: the article that is asked for, else the cheapest. */
import { AppError } from '../../../errors.ts';
import type { Article } from '../../../providers/article.ts';
import type { Provider } from '../../../providers/provider.ts';

/** Throws `conflict` where the supplier sells no such thing, and as its catalog does. */
export async function chooseArticle(provider: Provider, wanted?: string): Promise<Article> {
  let best: Article | null = null;
  for await (const page of provider.catalog())
    for (const one of page) {
      if (wanted === undefined ? isBetter(one, best) : one.id === wanted) best = one;
      if (best !== null && wanted !== undefined) return best;
    }
  if (best !== null) return best;
  throw new AppError(
    'conflict',
    wanted === undefined
      ? 'The supplier lists nothing that can be tried.'
      : `The supplier does not list the article "${wanted}".`,
  );
}

/** One for which nobody has to be identified; in the currency of the first. */
const isBetter = (one: Article, best: Article | null): boolean =>
  !one.needs_kyc &&
  (best === null || (one.cost.currency === best.cost.currency && one.cost.minor < best.cost.minor));
