/**
 * What is left of plans: products (637) say whether they run, buckets (654) what remains. A bucket
 * does not say how big it was, so what was sold is remembered.
 */
import { id, instant, list, object, orNull, type Fields } from '../../fields.ts';
import type { KnownEsim, KnownPackage, ProviderPackageUsage } from '../../provider.ts';
import type { Ledger } from '../ledger.ts';
import { findEnd } from './ordering.ts';
import { readAll } from './pages.ts';
import type { Session } from './session.ts';
import { quantity } from './units.ts';

type Status = ProviderPackageUsage['status'];

/** Packages that the BSS says nothing of are left out. */
export async function readUsage(
  session: Session,
  ledger: Ledger,
  { iccid, packages }: KnownEsim,
): Promise<ProviderPackageUsage[]> {
  if (packages.length === 0) return [];
  const products = await readProducts(session, iccid);
  const buckets = await readBuckets(session, iccid);
  const shown = await Promise.all(
    packages.map(async (one) => {
      const product = products.get(one.package_id);
      const sold = (await ledger.find(one.reference))?.template ?? null;
      if (product === undefined || sold === null) return [];
      return show(session, one, { sold: sold.bytes, product, bucket: buckets.get(one.package_id) });
    }),
  );
  return shown.flat();
}

/** `new`: not running yet; `ended`: by itself or because we asked. */
type Product = Status | 'new' | 'ended';
type Bucket = { remaining: number; status: string; from: string | null; until: string | null };

async function show(
  session: Session,
  { package_id }: KnownPackage,
  { sold, product, bucket }: { sold: number | null; product: Product; bucket: Bucket | undefined },
): Promise<ProviderPackageUsage[]> {
  // What runs has a bucket; where it is missing nothing is known of the use.
  if (bucket === undefined && product === 'ACTIVE') return [];
  return [
    {
      package_id,
      used_bytes: bucket === undefined || sold === null ? 0 : Math.max(0, sold - bucket.remaining),
      total_bytes: sold,
      activated_at: bucket?.from ?? null,
      expires_at: bucket?.until ?? null,
      status: await statusOf(session, package_id, { sold, product, bucket }),
    },
  ];
}

async function statusOf(
  session: Session,
  packageId: string,
  { sold, product, bucket }: { sold: number | null; product: Product; bucket: Bucket | undefined },
): Promise<Status> {
  // Whether it ended by itself or because we asked: the order that ended it tells.
  if (product === 'ended')
    return (await findEnd(session, packageId)) === null ? 'EXPIRED' : 'CANCELLED';
  if (product !== 'ACTIVE' && product !== 'new') return product;
  if (bucket?.status === 'expired') return 'EXPIRED';
  return sold !== null && bucket?.remaining === 0 ? 'DEPLETED' : 'ACTIVE';
}

const PRODUCT_STATUS: Record<string, Product> = {
  created: 'new',
  pendingActive: 'new',
  active: 'ACTIVE',
  // It is there, and may go on.
  suspended: 'ACTIVE',
  pendingTerminate: 'ended',
  terminated: 'ended',
  cancelled: 'CANCELLED',
  aborted: 'CANCELLED',
};

/** Of one eSIM there are few; a server that ignores the filter is not read through for each. */
const MOST_PAGES = 10;

async function readProducts(session: Session, iccid: string): Promise<Map<string, Product>> {
  const { party_id: party } = session.settings;
  const rows = await readAll(session, {
    api: 637,
    path: '/product',
    query: {
      ...(party === undefined ? {} : { 'relatedParty.id': party }),
      'realizingResource.id': iccid,
    },
    most: MOST_PAGES,
  });
  return new Map(
    rows.flatMap(({ id: own, status }): [string, Product][] => {
      if (typeof own !== 'string') return [];
      // One of the published states ends with a blank.
      const state = typeof status === 'string' ? status.trim() : '';
      return [[own, PRODUCT_STATUS[state] ?? 'unknown']];
    }),
  );
}

async function readBuckets(session: Session, iccid: string): Promise<Map<string, Bucket>> {
  const rows = await readAll(session, {
    api: 654,
    path: '/bucket',
    query: { 'logicalResource.id': iccid, usageType: 'data' },
    most: MOST_PAGES,
  });
  const ours = rows.filter((row) => row['usageType'] === 'data' && isOf(row, iccid));
  const buckets = new Map<string, Bucket>();
  for (const row of ours)
    for (const product of references(row, 'product')) {
      const next = toBucket(session, row);
      const known = buckets.get(product);
      // A plan may be split over several.
      buckets.set(product, known === undefined ? next : together(known, next));
    }
  return buckets;
}

const together = (a: Bucket, b: Bucket): Bucket => ({
  remaining: a.remaining + b.remaining,
  status: a.status === 'expired' && b.status === 'expired' ? 'expired' : 'active',
  from: a.from === null || (b.from !== null && b.from < a.from) ? b.from : a.from,
  until: a.until === null || (b.until !== null && b.until > a.until) ? b.until : a.until,
});

function toBucket({ settings }: Session, from: Fields): Bucket {
  const period = from['validFor'] == null ? {} : object(from['validFor'], 'validFor');
  return {
    remaining: quantity(from['remainingValue'], settings.unit_base, 'remainingValue'),
    status: String(from['status']),
    from: orNull(instant)(period, 'startDateTime'),
    until: orNull(instant)(period, 'endDateTime'),
  };
}

/** Ids of what a row refers to. */
const references = (row: Fields, field: string): string[] =>
  list(row[field] ?? [], field).map((one) => id(object(one, field), 'id'));

/** A filter that was ignored brings rows of others, and what is wrong with those is not ours. */
const isOf = ({ logicalResource }: Fields, iccid: string): boolean =>
  [logicalResource].flat().some((one) => {
    const named = (one as Fields | null | undefined)?.['id'];
    return typeof named === 'string' && named.replace(/F$/, '') === iccid;
  });
