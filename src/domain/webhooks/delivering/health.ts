/**
 * When an endpoint that only fails is warned about and switched off. Pure; times are the partner's.
 */
const DAY_MS = 86_400_000;

export const WARN_AFTER_MS = [DAY_MS, 3 * DAY_MS, 4.5 * DAY_MS] as const;
export const DISABLE_AFTER_MS = 5 * DAY_MS;

export type Health = {
  /** the first failure since the last success */ failingSince: Date | null;
  /** given since then */ warnings: number;
};
export type Outcome = { isSuccess: boolean; attemptedAt: Date; endedAt: Date };

/** `outcomes` in the order in which they ended. Nobody is switched off without a warning before. */
export function healthAfter(
  health: Health,
  outcomes: readonly Outcome[],
): Health & { disable: boolean } {
  let { failingSince, warnings } = health;
  let disable = false;
  for (const { isSuccess, attemptedAt, endedAt } of outcomes) {
    if (isSuccess) {
      failingSince = null;
      warnings = 0;
      disable = false;
      continue;
    }
    failingSince ??= attemptedAt;
    const lasted = endedAt.getTime() - failingSince.getTime();
    if (lasted >= DISABLE_AFTER_MS && warnings > 0) disable = true;
    warnings = Math.max(warnings, WARN_AFTER_MS.filter((after) => lasted >= after).length);
  }
  return { failingSince, warnings, disable };
}

export const disablesAt = (failingSince: Date): Date =>
  new Date(failingSince.getTime() + DISABLE_AFTER_MS);
