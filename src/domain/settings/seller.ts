/** Who sells to travelers, in words, as the law wants it said before they pay and on the receipt. */
import type { Context } from '../../context.ts';

export const sellerName = ({ config, baseUrl }: Pick<Context, 'config' | 'baseUrl'>): string =>
  config.sellerName ?? new URL(baseUrl).host;
