/** What Airalo sells → our articles: destinations hold operators, operators hold packages. */
import { MAX_MINOR } from '../../domain/money.ts';
import type { Article, Money } from '../article.ts';
import { coverageOf } from '../coverage.ts';
import { id, list, number, object, orNull, text, unfit, type Fields } from '../fields.ts';
import { ProviderUnclear } from '../provider.ts';
import { daysOf, membersOf, sizeOf } from './map.ts';
import { roundedUp } from './money.ts';
import { findTopup, toOffers, type Offer } from './topups.ts';

export type Read = { articles: Article[]; leftOut: number };

/**
 * Articles of one page. Whatever makes no sense is left out and counted, an operator whose travelers
 * have to be identified too: nobody could do that.
 */
export function toArticles(destinations: readonly unknown[], currency: string): Read {
  const left: Left = { out: 0 };
  const articles = destinations.flatMap((value) =>
    orLeftOut(
      left,
      () => sum(membersOf(value)['operators'], articlesIn),
      () => {
        const destination = object(value, 'destination');
        const title = text(destination, 'title');
        return list(destination['operators'], 'operators').flatMap((operator) =>
          orLeftOut(
            left,
            () => articlesIn(operator),
            () => ofOperator(object(operator, 'operator'), { title, currency, left }),
          ),
        );
      },
    ),
  );
  return { articles, leftOut: left.out };
}

type Left = { out: number };

/** `size`: how many articles are lost with it, as far as anybody can tell; it counts for one at least. */
function orLeftOut(left: Left, size: () => number, read: () => Article[]): Article[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ProviderUnclear)) throw error;
    left.out += Math.max(1, size());
    return [];
  }
}

const sum = (values: unknown, of: (value: unknown) => number): number =>
  Array.isArray(values) ? values.reduce<number>((total, value) => total + of(value), 0) : 0;

/** Of an operator as it stands. */
const articlesIn = (operator: unknown): number =>
  sum(membersOf(operator)['packages'], (one) => (membersOf(one)['type'] === 'sim' ? 1 : 0));

type Around = { title: string; currency: string; left: Left };

function ofOperator(from: Fields, { title, currency, left }: Around): Article[] {
  const packages = list(from['packages'], 'packages');
  if (flag(from, 'is_kyc_verify')) {
    left.out += articlesIn(from);
    return [];
  }
  const topups = toOffers(packages.filter((one) => membersOf(one)['type'] === 'topup'));
  const shared: Shared = {
    name: `${title}: ${text(from, 'title')}`,
    coverage: countriesOf(from),
    starts: startOf(from),
    activation_window_days: orNull(windowOf)(from, 'install_window_days'),
    can_top_up: flag(from, 'rechargeability'),
  };
  return packages
    .filter((one) => membersOf(one)['type'] === 'sim')
    .flatMap((one) =>
      orLeftOut(
        left,
        () => 1,
        () => [toArticle(object(one, 'package'), shared, topups, currency)],
      ),
    );
}

type Shared = Pick<
  Article,
  'name' | 'coverage' | 'starts' | 'activation_window_days' | 'can_top_up'
>;

function toArticle(
  from: Fields,
  shared: Shared,
  topups: readonly Offer[],
  currency: string,
): Article {
  const article = {
    id: id(from, 'id'),
    bytes: sizeOf(from),
    duration_days: daysOf(from),
  };
  if (article.bytes === 0) throw unfit('amount');
  return {
    ...shared,
    ...article,
    name: `${shared.name} ${text(from, 'title')}`,
    topup_id: shared.can_top_up ? (findTopup(topups, article)?.id ?? null) : null,
    // How an unlimited one is slowed down is told in prose only.
    daily_bytes: null,
    throttle_kbps: null,
    cost: costOf(from, currency),
    needs_kyc: false,
    imsi: null,
  };
}

function flag(from: Fields, field: string): boolean {
  const value = from[field];
  if (typeof value !== 'boolean') throw unfit(field);
  return value;
}

/** `coverages` has every network's country; `countries` is what stands on the label. */
function countriesOf(from: Fields): string[] {
  const networks = list(from['coverages'] ?? [], 'coverages');
  const labels = list(from['countries'] ?? [], 'countries');
  const coverage = coverageOf(networks.map((one) => membersOf(one)['code']));
  const known =
    coverage.length > 0
      ? coverage
      : coverageOf(labels.map((one) => membersOf(one)['country_code']));
  if (known.length === 0) throw unfit('coverages');
  return known;
}

const STARTS = new Map<unknown, Article['starts']>([
  ['first-usage', 'first_use'],
  ['installation', 'installation'],
]);

function startOf({ activation_policy }: Fields): Article['starts'] {
  const starts = STARTS.get(activation_policy);
  if (starts === undefined) throw unfit('activation_policy');
  return starts;
}

function windowOf(from: Fields, field: string): number {
  const days = number(from, field);
  if (!Number.isInteger(days) || days < 1 || days > 3_660) throw unfit(field);
  return days;
}

/**
 * What the account pays. A price that names its currency goes before one that does not, and where
 * there is no net price the recommended one is the most that it can be.
 */
function costOf(from: Fields, currency: string): Money {
  const named = membersOf(membersOf(from['prices'])['net_price']);
  const amount =
    orNull(number)(named, currency) ?? orNull(number)(from, 'net_price') ?? number(from, 'price');
  if (amount <= 0 || amount > 1e6) throw unfit('price');
  const cost = roundedUp(amount, currency);
  if (cost.minor > MAX_MINOR) throw unfit('price');
  return cost;
}
