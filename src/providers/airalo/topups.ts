/** Which of the top-ups that Airalo offers adds what an article has. */
import { id, number, object, orNull } from '../fields.ts';
import { ProviderUnclear, type TemplateOrder } from '../provider.ts';
import { daysOf, sizeOf } from './map.ts';

export type Offer = { id: string; bytes: number | null; days: number; price: number };
type Article = Pick<TemplateOrder, 'id' | 'bytes' | 'duration_days' | 'topup_id'>;

/** What Airalo mostly calls an article's top-up. */
export const usualTopupId = (articleId: string): string => `${articleId}-topup`;

/** What makes no sense is left out. */
export const toOffers = (values: readonly unknown[]): Offer[] =>
  values.flatMap((value) => {
    try {
      const from = object(value, 'top-up');
      const price = orNull(number)(from, 'net_price') ?? number(from, 'price');
      return [{ id: id(from, 'id'), bytes: sizeOf(from), days: daysOf(from), price }];
    } catch (error) {
      if (error instanceof ProviderUnclear) return [];
      throw error;
    }
  });

/**
 * The article's own top-up; where that is not known, the one of the same amount and days that is
 * called like it, else the cheapest. undefined = none.
 */
export function findTopup(offers: readonly Offer[], article: Article): Offer | undefined {
  const { topup_id: own = null, bytes, duration_days } = article;
  if (own !== null) return offers.find((offer) => offer.id === own);
  const fitting = offers
    .filter((offer) => offer.bytes === bytes && offer.days === duration_days)
    .toSorted((a, b) => a.price - b.price);
  return fitting.find((offer) => offer.id === usualTopupId(article.id)) ?? fitting[0];
}
