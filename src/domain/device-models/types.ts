/** One line of the list: `devices.csv` as shipped, or as the operator imported it. */
export type Device = {
  brand: string;
  model: string;
  is_compatible: boolean;
  /** model codes and other names under which apps report it */
  codes: readonly string[];
  notes: readonly string[];
  source: string | null;
};

/**
 * `listed`: the list says so. `inferred`: a later model of a family in which every one has an eSIM.
 * `unknown`: nobody said anything.
 */
export type Confidence = 'listed' | 'inferred' | 'unknown';

/** `device`: the name as brand and model, null where it is not recognised. */
export type Found = {
  device: string | null;
  brand: string | null;
  is_compatible: boolean;
  confidence: Confidence;
  notes: string[];
};
