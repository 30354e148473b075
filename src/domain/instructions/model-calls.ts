/** What this process has under way with the language model, and whether it is left alone for now. */

export type ModelCalls = {
  /** questions somebody waits for, by key */
  asking: Map<string, Promise<unknown>>;
  /** calls of the model under way */
  underWay: number;
  /** in a row */
  failures: number;
  /** milliseconds since 1970 */
  pausedUntil: number;
};

export const makeModelCalls = (): ModelCalls => ({
  asking: new Map(),
  underWay: 0,
  failures: 0,
  pausedUntil: 0,
});
