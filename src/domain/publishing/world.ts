/** All that a plan is made of, and nothing else: the same world makes the same plan. */
import type { Bundle, Destination, Source } from '../catalog/types.ts';
import type { PublishingRule } from './rule.ts';

/** What a source can do for a price. */
export type Standing = {
  /** in minor units of the catalog's currency; null: there is no rate */
  cost: number | null;
  /** why no price is made of it, for people; null: one can be */
  whyNot: string | null;
  /** its cost has jumped, and waits for the operator's approval */
  isWaiting: boolean;
};

/** Which rule made a bundle, and what it was then. */
export type Owner = { rule: string; fingerprint: string };

/** Competitors' prices of one promise in minor units of the catalog's currency, ascending. */
export type FiguresOf = (
  destinationId: string,
  bytes: number | null,
  days: number,
) => readonly number[];

export type World = {
  currency: string;
  destinations: readonly Destination[];
  /** as stored, with what they can be ordered from */
  bundles: readonly Bundle[];
  owners: ReadonlyMap<string, Owner>;
  sources: readonly Source[];
  standingOf(source: Source): Standing;
  figuresOf: FiguresOf;
  rules: readonly PublishingRule[];
};
