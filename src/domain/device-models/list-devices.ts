/** The devices that are known, those without an eSIM included. */
import { createHash } from 'node:crypto';
import { invalid } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { deviceList, type DeviceList } from './current-list.ts';
import { keyOf } from './keys.ts';
import { identityOf } from './read-list.ts';
import type { Device } from './types.ts';

export type DeviceQuery = {
  brand?: string | undefined;
  q?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
};
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
  const list = await deviceList(ctx);
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const etag = `"${createHash('sha256')
    .update(
      JSON.stringify([list.hash, list.version, query.brand, query.q, query.limit, query.cursor]),
    )
    .digest('base64url')
    .slice(0, 27)}"`;
  if (knows(etag)) return { etag, data: null };
  const chosen = chosenOf(list, query);
  const from = after === undefined ? 0 : chosen.findIndex((d) => identityOf(d) === after) + 1;
  if (after !== undefined && from === 0) throw badCursor();
  const limit = query.limit ?? (after === undefined ? chosen.length : PAGE);
  const page = chosen.slice(from, from + limit);
  const last = from + limit < chosen.length ? page.at(-1) : undefined;
  return {
    etag,
    data: {
      version: list.version,
      next_cursor: last === undefined ? null : Buffer.from(identityOf(last)).toString('base64url'),
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

const badCursor = (): Error =>
  invalid([{ field: 'cursor', issue: 'expected the next_cursor of a page of the same query' }]);

function readCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!text.includes('|') || Buffer.from(text).toString('base64url') !== cursor) throw badCursor();
  return text;
}
