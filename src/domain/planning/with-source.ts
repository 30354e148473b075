/** A choice with the source that would deliver it now. */
import type { EsimType } from '../catalog/types.ts';
import { bestSource, type Supply } from '../routing/supply.ts';
import type { SourcedChoice } from './frozen.ts';
import type { Choice } from './route.ts';

/** The choice is one that was found to be sold so. `account`: null = any. */
export function withSource(
  supply: Supply,
  { bundle, covers }: Choice,
  esimType: EsimType | null,
  { account = null, seed = '' }: { account?: string | null; seed?: string } = {},
): SourcedChoice {
  const source = bestSource(supply, bundle, { esimType, account }, seed);
  if (source === null) throw new Error(`bundle ${bundle.id} was chosen, and nothing delivers it`);
  return { bundle, source, covers };
}
