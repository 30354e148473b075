/** What a BSS offers (620): travel bundles with a volume, a validity, places and one price. */
import { roundedUp } from '../../airalo/money.ts';
import type { Article, Money } from '../../article.ts';
import { coverageOf } from '../../coverage.ts';
import { list, number, object, text, id, unfit, type Fields } from '../../fields.ts';
import { ProviderUnclear } from '../../provider.ts';
import type { TmfSettings } from './form.ts';
import { isSuccess, type Session } from './session.ts';
import { toBytes } from './units.ts';

const PAGE = 100;
const MOST_PAGES = 1_000;
const FIELDS =
  'id,name,isSellable,prodSpecCharValueUse,productOfferingPrice,place,validFor,lifecycleStatus';

/** Offerings that make no sense as a bundle are left out. */
export async function* readCatalog(session: Session): AsyncGenerator<Article[]> {
  const seen = new Set<string>();
  const prices = new Map<string, unknown>();
  let read = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({
      lifecycleStatus: 'Active',
      fields: FIELDS,
      offset: String(read),
      limit: String(PAGE),
    });
    const { body } = await session.ask(620, `/productOffering?${query}`);
    const given = list(body, 'offerings');
    const rows = given.filter((row) => isNew(row, seen));
    if (rows.length === 0) return;
    read += given.length;
    for (const row of rows) seen.add(row.id);
    const articles: Article[] = [];
    for (const row of rows) {
      const price = await priceOf(session, row, prices);
      articles.push(...unlessUnfit(() => toArticle(session.settings, row, price)));
    }
    yield articles;
  }
  throw new ProviderUnclear('The catalog of the BSS has no end.');
}

/** What has no id is none that could be ordered, and what comes again is counted once. */
const isNew = (row: unknown, seen: ReadonlySet<string>): row is Fields & { id: string } => {
  const found = (row as Fields | null)?.['id'];
  return typeof found === 'string' && !seen.has(found);
};

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

function toArticle(settings: TmfSettings, value: unknown, price: unknown): Article | null {
  const from = object(value, 'offering');
  if (from['isSellable'] === false || from['isBundle'] === true) return null;
  if (!['Active', undefined].includes(from['lifecycleStatus'] as string | undefined)) return null;
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

/**
 * The price of an offering, which stands in it or is referred to; many refer to one, which is read
 * once per catalog. Undefined: there is none, or not one: several may add up, or be a choice.
 */
async function priceOf(session: Session, row: unknown, prices: Map<string, unknown>) {
  const entries = (row as Fields | null)?.['productOfferingPrice'];
  if (!Array.isArray(entries) || entries.length !== 1) return undefined;
  const entry = entries[0] as Fields | null;
  if (entry?.['price'] !== undefined) return entry;
  const priceId = entry?.['id'];
  if (typeof priceId !== 'string') return undefined;
  if (!prices.has(priceId)) {
    const path = `/productOfferingPrice/${encodeURIComponent(priceId)}`;
    const answer = await session.call(620, 'GET', path);
    prices.set(priceId, isSuccess(answer) ? answer.body : undefined);
  }
  return prices.get(priceId);
}
