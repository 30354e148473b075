/**
 * Whether a source delivers what a bundle promises. Travelers buy the bundle's words; the source may
 * give more, and hardly less: suppliers count a gigabyte as 10⁹ bytes, we as 2³⁰.
 */
import { trafficFigures } from './traffic-figures.ts';
import type { Bundle, Source } from './types.ts';

/** In hundredths of the bundle's bytes: 10⁹ is 93.1 % of 2³⁰. */
const LEAST_PERCENT = 93;
/** From so much on it is another product, which would be given away. */
const TOO_MUCH_PERCENT = 200;

export type Promise = Pick<Bundle, 'bytes' | 'duration_days' | 'coverage' | 'traffic_policy'>;
export type Delivered = Pick<
  Source,
  'bytes' | 'duration_days' | 'coverage' | 'daily_bytes' | 'throttle_kbps'
>;

export const fitsBundle = (bundle: Promise, source: Delivered): boolean =>
  whyNoFit(bundle, source) === null;

/** In which respect it does not fit, for people; null: it does. */
export function whyNoFit(bundle: Promise, source: Delivered): string | null {
  const missing = bundle.coverage.filter((iso3) => !source.coverage.includes(iso3));
  if (missing.length > 0) return `it does not cover ${missing.join(', ')}`;
  if (source.duration_days < bundle.duration_days)
    return `it lasts ${source.duration_days} days, the bundle ${bundle.duration_days}`;
  return whyOtherBytes(bundle, source) ?? whySlower(bundle, source);
}

function whyOtherBytes({ bytes: promised }: Promise, { bytes }: Delivered): string | null {
  if (promised === null || bytes === null) {
    if (promised === bytes) return null;
    return promised === null
      ? 'it is limited, the bundle is not'
      : 'it is unlimited, the bundle is not';
  }
  if (bytes * 100 < promised * LEAST_PERCENT)
    return `it delivers ${bytes} bytes, less than ${LEAST_PERCENT} % of the bundle's ${promised}`;
  return bytes * 100 >= promised * TOO_MUCH_PERCENT
    ? `it delivers ${bytes} bytes, twice the bundle's ${promised} or more`
    : null;
}

/** By the figures of the traffic policy; what has no allowance that could run out is never slower. */
function whySlower({ traffic_policy }: Promise, source: Delivered): string | null {
  const { daily_bytes, throttle_kbps } = trafficFigures(traffic_policy);
  if ((source.daily_bytes ?? Infinity) < (daily_bytes ?? Infinity))
    return daily_bytes === null
      ? `it gives full speed for ${source.daily_bytes} bytes a day only`
      : `it gives full speed for ${source.daily_bytes} bytes a day, the bundle for ${daily_bytes}`;
  if (source.bytes === null && source.daily_bytes === null) return null;
  return (source.throttle_kbps ?? 0) < (throttle_kbps ?? 0)
    ? `it goes on with ${source.throttle_kbps ?? 0} kbit/s, the bundle with ${throttle_kbps}`
    : null;
}
