/** What a BSS offers (620): travel bundles with a volume, a validity, places and one price. */
import { roundedUp } from '../../airalo/money.ts';
import type { Article, Money } from '../../article.ts';
import { coverageOf } from '../../coverage.ts';
import { list, number, object, text, id, unfit, type Fields } from '../../fields.ts';
import { ProviderUnclear } from '../../provider.ts';
import type { TmfSettings } from './form.ts';
import { readPages } from './pages.ts';
import { isSuccess, type Session } from './session.ts';
import { toBytes } from './units.ts';

const MOST_PAGES = 1_000;
const FIELDS =
  'id,name,isSellable,isBundle,prodSpecCharValueUse,productOfferingPrice,place,validFor,lifecycleStatus';

/** Offerings that make no sense as a bundle are left out. */
export async function* readCatalog(session: Session): AsyncGenerator<Article[]> {
  const prices = new Map<string, unknown>();
  const pages = readPages(session, {
    api: 620,
    path: '/productOffering',
    query: { lifecycleStatus: 'Active', fields: FIELDS },
    most: MOST_PAGES,
  });
  for await (const rows of pages) {
    const articles: Article[] = [];
    for (const row of rows) {
      const price = await priceOf(session, row, prices);
      articles.push(...unlessUnfit(() => toArticle(session.settings, row, price)));
    }
    yield articles;
  }
}

/** Readers of fields throw for what makes no sense; one offering must not stop the others. */
function unlessUnfit(read: () => Article | null): Article[] {
  try {
    const article = read();
    return article === null ? [] : [article];
  } catch (error) {
    if (error instanceof ProviderUnclear) return [];
    throw error;
  }
}

function toArticle(settings: TmfSettings, from: Fields, price: unknown): Article | null {
  if (from['isSellable'] === false || from['isBundle'] === true) return null;
  if (!['Active', undefined].includes(from['lifecycleStatus'] as string | undefined)) return null;
  if (!isValidNow(from)) return null;
  const coverage = placesOf(settings, from);
  if (coverage.length === 0) return null;
  return {
    id: id(from, 'id'),
    topup_id: null,
    name: text(from, 'name'),
    bytes: volumeOf(settings, from),
    daily_bytes: null,
    throttle_kbps: null,
    duration_days: daysOf(settings, from),
    coverage,
    cost: toCost(object(price, 'price')),
    starts: settings.starts,
    activation_window_days: null,
    needs_kyc: false,
    can_top_up: true,
    imsi: null,
  };
}

/** The default value of a characteristic, or the only one. */
function characteristic(from: Fields, name: string): Fields {
  const uses = list(from['prodSpecCharValueUse'], 'prodSpecCharValueUse').map((one) =>
    object(one, 'prodSpecCharValueUse'),
  );
  const use = uses.find((one) => one['name'] === name);
  const values = list(use?.['productSpecCharacteristicValue'], name).map((one) =>
    object(one, name),
  );
  const value = values.find((one) => one['isDefault'] === true) ?? values[0];
  if (value === undefined || (values.length > 1 && value['isDefault'] !== true)) throw unfit(name);
  return value;
}

function volumeOf(
  { volume_name: name, unit_base: base }: TmfSettings,
  from: Fields,
): number | null {
  const { value, unitOfMeasure } = characteristic(from, name);
  if (typeof value === 'string' && value.toLowerCase() === 'unlimited') return null;
  const bytes = toBytes(value, unitOfMeasure, { base, field: name });
  if (bytes === 0) throw unfit(name);
  return bytes;
}

const DAYS: Record<string, number> = { day: 1, week: 7, month: 30, hour: 1 / 24 };

function daysOf({ validity_name: name }: TmfSettings, from: Fields): number {
  const value = characteristic(from, name);
  const unit = value['unitOfMeasure'] ?? 'day';
  const each = typeof unit === 'string' ? DAYS[unit.toLowerCase().replace(/s$/, '')] : undefined;
  const days = Math.floor(number(value, 'value') * (each ?? NaN));
  if (!Number.isSafeInteger(days) || days < 1) throw unfit(name);
  return days;
}

const placesOf = ({ places }: TmfSettings, from: Fields): string[] =>
  coverageOf(
    list(from['place'] ?? [], 'place').flatMap((one) => {
      const place = object(one, 'place')['id'];
      return typeof place === 'string' ? (places[place] ?? [place]) : [];
    }),
  );

function toCost(from: Fields): Money {
  if (from['priceType'] !== undefined && from['priceType'] !== 'oneTime') throw unfit('priceType');
  const { unit, value } = object(from['price'], 'price');
  if (typeof unit !== 'string' || !/^[A-Z]{3}$/.test(unit)) throw unfit('unit');
  const cost = roundedUp(number({ value }, 'value'), unit);
  if (!Number.isSafeInteger(cost.minor) || cost.minor < 0) throw unfit('value');
  return cost;
}

/** Within its period, where it has one. Throws for a period that makes no sense. */
function isValidNow(from: Fields, now = Date.now()): boolean {
  if (from['validFor'] == null) return true;
  const { startDateTime, endDateTime } = object(from['validFor'], 'validFor');
  const at = (value: unknown, open: number): number => {
    if (value == null) return open;
    const instant = typeof value === 'string' ? Date.parse(value) : NaN;
    if (Number.isNaN(instant)) throw unfit('validFor');
    return instant;
  };
  return at(startDateTime, -Infinity) <= now && now < at(endDateTime, Infinity);
}

/** Prices of one offering that are looked at: an old one, today's, and the next. */
const MOST_PRICES = 5;

/**
 * The price of an offering that holds now; it stands in it or is referred to, and many refer to one,
 * which is read once per catalog. Undefined: there is none, or not one: several may add up, or be a
 * choice.
 */
async function priceOf(session: Session, row: Fields, prices: Map<string, unknown>) {
  const entries = row['productOfferingPrice'];
  if (!Array.isArray(entries) || entries.length > MOST_PRICES) return undefined;
  const whole: unknown[] = [];
  for (const entry of entries) whole.push(await wholePrice(session, entry, prices));
  try {
    const valid = whole.filter((price) => isValidNow(object(price, 'price')));
    return valid.length === 1 ? valid[0] : undefined;
  } catch (error) {
    // One that is not known may be what all of it costs.
    if (error instanceof ProviderUnclear) return undefined;
    throw error;
  }
}

async function wholePrice(session: Session, entry: unknown, prices: Map<string, unknown>) {
  const { id: priceId, price } = (entry ?? {}) as Fields;
  if (price !== undefined) return entry;
  if (typeof priceId !== 'string') return undefined;
  if (!prices.has(priceId)) {
    const path = `/productOfferingPrice/${encodeURIComponent(priceId)}`;
    const answer = await session.call(620, 'GET', path);
    prices.set(priceId, isSuccess(answer) ? answer.body : undefined);
  }
  return prices.get(priceId);
}
