import { createHash } from 'node:crypto';
import type { Bundle } from '../catalog/types.ts';
import type { Plan } from './plan.ts';

/** Of everything that a preview shows, so that what is published is what somebody looked at. */
export function digestOf(plan: Plan): string {
  const said = {
    ...plan,
    appear: plan.appear.map((made) => ({ ...made, bundle: briefly(made.bundle) })),
    change: plan.change.map((made) => ({
      ...made,
      bundle: briefly(made.bundle),
      before: briefly(made.before),
    })),
    vanish: plan.vanish.map((gone) => ({ ...gone, bundle: briefly(gone.bundle) })),
  };
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}

/** Of its sources only which: what they cost stands in the price, and a catalog has very many. */
const briefly = (bundle: Bundle): unknown => ({
  ...bundle,
  sources: bundle.sources.map(({ id }) => id),
});
