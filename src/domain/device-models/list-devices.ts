/** The devices that are known, those without an eSIM included. */
import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { pageOf, placeOf, type Paging } from '../../input/paging.ts';
import type { DeviceList } from './current-list.ts';
import { keyOf } from './keys.ts';
import { identityOf } from './read-list.ts';
import type { Device } from './types.ts';

export type DeviceQuery = Paging & { brand?: string | undefined; q?: string | undefined };
export type ListedDevices = {
  etag: string;
  /** null: the caller's copy is current */
  data: null | {
    version: string;
    devices: { phone_brand: string; phone_model: string; is_compatible: boolean }[];
    next_cursor: string | null;
  };
};

const PAGE = 100;

/**
 * Whole, unless the query narrows it. @param knows whether the caller has the answer of this ETag
 * already
 */
export async function listDevices(
  ctx: Context,
  query: DeviceQuery,
  knows: (etag: string) => boolean,
): Promise<ListedDevices> {
  const list = await ctx.devices.current();
  const etag = `"${createHash('sha256')
    .update(
      JSON.stringify([list.hash, list.version, query.brand, query.q, query.limit, query.cursor]),
    )
    .digest('base64url')
    .slice(0, 27)}"`;
  if (knows(etag)) return { etag, data: null };
  const chosen = chosenOf(list, query);
  const last = placeOf(
    query.cursor,
    (text) => chosen.find((d) => identityOf(d) === text) ?? null,
    'the next_cursor of a page of the same query',
  );
  const rest = last === null ? chosen : chosen.slice(chosen.indexOf(last) + 1);
  const limit = query.limit ?? (last === null ? chosen.length : PAGE);
  const { page, next_cursor } = pageOf(rest, limit, identityOf);
  return {
    etag,
    data: {
      version: list.version,
      next_cursor,
      devices: page.map((d) => ({
        phone_brand: d.brand,
        phone_model: d.model,
        is_compatible: d.is_compatible,
      })),
    },
  };
}

function chosenOf({ devices, index }: DeviceList, { brand, q }: DeviceQuery): readonly Device[] {
  const maker = brand === undefined ? undefined : index.brands.resolve(brand);
  const wanted = q === undefined ? '' : keyOf(q);
  if (maker === null || (q !== undefined && wanted === '')) return [];
  return devices.filter(
    (d) =>
      (maker === undefined ||
        (d.brand === maker.name && keyOf(d.model).startsWith(maker.series))) &&
      (wanted === '' ||
        keyOf(`${d.brand} ${d.model}`).includes(wanted) ||
        d.codes.some((code) => keyOf(code).includes(wanted))),
  );
}
