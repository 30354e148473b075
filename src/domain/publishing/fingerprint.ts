import { createHash } from 'node:crypto';
import type { Bundle } from '../catalog/types.ts';

/**
 * Tells whether a bundle is still what a rule made of it. What it is ordered from is left out:
 * nobody buys that.
 */
export function fingerprint(bundle: Bundle): string {
  const said = [
    bundle.destination,
    bundle.type,
    bundle.label,
    bundle.bytes,
    bundle.duration_days,
    bundle.coverage,
    bundle.traffic_policy,
    bundle.throttling,
    bundle.b2b_price,
    bundle.b2c_price,
    bundle.currency,
    bundle.priority,
    bundle.is_active,
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}
