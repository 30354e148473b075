/** What the operator wants of the choice between sources that all fit. */

/**
 * `cost`: the cheapest. `priority`: the account that comes first. `weights`: each account gets its
 * share of the travelers; one without a weight gets none while another can.
 */
export type RoutingPolicy =
  { name: 'cost' } | { name: 'priority' } | { name: 'weights'; weights: Record<string, number> };

export const DEFAULT_POLICY: RoutingPolicy = { name: 'cost' };
