/**
 * What a traffic policy promises in figures. The text is for people; of one that is written as the
 * shipped ones are (`2GB/day then 1 Mbps`) the figures are known too.
 */
import { parseSize } from './size.ts';

export type TrafficFigures = {
  /** full speed per day, null = not counted by the day */
  daily_bytes: number | null;
  /** kbit/s afterwards, null = none promised */
  throttle_kbps: number | null;
};

const POLICY = /^(\S+)\/day(?: then (\d+(?:\.\d+)?) ?(kbps|Mbps))?$/i;

/** Both null where the text says no figures, or there is none. */
export function trafficFigures(policy: string | null): TrafficFigures {
  const [, size, rate, unit] = POLICY.exec(policy ?? '') ?? [];
  const daily = size === undefined ? null : parseSize(size.toUpperCase());
  if (daily === null) return { daily_bytes: null, throttle_kbps: null };
  const throttle =
    rate === undefined ? null : Number(rate) * (unit!.toLowerCase() === 'mbps' ? 1000 : 1);
  return { daily_bytes: daily, throttle_kbps: throttle === null ? null : Math.round(throttle) };
}
