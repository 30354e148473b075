/**
 * What may take the place of a bundle whose provider refused: the same destination, size and type,
 * at least its duration.
 */
import type { Context } from '../../context.ts';
import type { Bundle, EsimType } from '../catalog/types.ts';

export type OpenQueue = {
  id: string;
  destination_id: string;
  package_type: string;
  bytes: number | null;
  duration_days: number;
  covers: string[] | null;
};

/** The equal bundle of another provider that costs us least, null when there is none. */
export function equalBundle(
  ctx: Context,
  queue: OpenQueue,
  provider: string,
  esimType: EsimType,
): Bundle | null {
  const fits = ctx.catalog
    .current()
    .bundlesOf(queue.destination_id)
    .filter(
      (b) =>
        b.template.provider === provider &&
        b.esim_types.includes(esimType) &&
        b.type === queue.package_type &&
        b.bytes === queue.bytes &&
        b.duration_days >= queue.duration_days &&
        (queue.covers ?? []).every((iso3) => b.template.coverage.includes(iso3)),
    );
  return (
    fits.sort((a, b) => a.template.cost - b.template.cost || (a.id < b.id ? -1 : 1))[0] ?? null
  );
}
