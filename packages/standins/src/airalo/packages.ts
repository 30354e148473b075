/** `GET /packages`: the tree, page by page. */
import type { Books } from './books.ts';
import { showDestination, type Destination } from './catalog.ts';
import { pageOf, type Answer } from './wire.ts';

/** Destinations without what is no longer sold. */
const onSale = ({ destinations, vanished }: Books): Destination[] =>
  destinations.map((destination) => ({
    ...destination,
    operators: destination.operators.map((operator) => ({
      ...operator,
      packages: operator.packages.filter(({ id }) => !vanished.has(id)),
    })),
  }));

export function listPackages(books: Books, query: URLSearchParams): Answer {
  const type = query.get('filter[type]');
  const country = query.get('filter[country]');
  const found = onSale(books).filter(
    ({ country_code, operators }) =>
      (type === null || operators.some((one) => one.type === type)) &&
      (country === null || country_code === country),
  );
  const { page, items, first, meta } = pageOf(found, query, 25);
  const withTopups = (query.get('include') ?? '').split(',').includes('topup');
  const data = items.map((one) => showDestination(one, withTopups));
  return {
    status: 200,
    body: {
      pricing: { model: 'net_pricing', discount_percentage: 0 },
      // Behind the first page they keep the numbers they have in the whole, and so are no list.
      data: page === 1 ? data : Object.fromEntries(data.map((one, at) => [first + at, one])),
      links: { first: '…', last: '…', prev: null, next: null },
      meta: { message: 'success', ...meta },
    },
  };
}
