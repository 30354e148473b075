/**
 * Setting `retention`: for how many days of real time a partner's data is kept where that is less
 * than the installation keeps it. Its shape, and how it and the installation come together.
 */
import { Type, type Static } from 'typebox';
import type { Problem } from '../../errors.ts';

/** Of the content of messages; more than any partner may ask for. */
export const MESSAGE_DAYS = 90;
const MOST_REQUEST_DAYS = 365;

export const retentionSchema = Type.Object(
  {
    request_days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MOST_REQUEST_DAYS,
        description: 'requests in the log, and the counts of their errors',
      }),
    ),
    request_body_days: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MOST_REQUEST_DAYS,
        description: 'what was sent and answered, with the query; 0: it is never kept',
      }),
    ),
    message_days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MESSAGE_DAYS,
        description: 'subject and text of messages that have left',
      }),
    ),
  },
  {
    additionalProperties: false,
    description:
      'Days for which data is kept, each at most what the installation keeps; left out, as the installation does. What is older is gone within a day.',
  },
);
export type RetentionSettings = Static<typeof retentionSchema>;
export type RetentionName = keyof RetentionSettings;

/** Days of the installation. */
export const installationDays = ({
  requestLogDays,
}: {
  requestLogDays: number;
}): Record<RetentionName, number> => ({
  request_days: requestLogDays,
  request_body_days: requestLogDays,
  message_days: MESSAGE_DAYS,
});

/** Days in force at a partner: the fewest that anything says. */
export function retentionDays(
  config: { requestLogDays: number },
  own: RetentionSettings | null | undefined,
): Record<RetentionName, number> {
  const most = installationDays(config);
  const request_days = Math.min(own?.request_days ?? most.request_days, most.request_days);
  return {
    request_days,
    // A body does not outlive its request.
    request_body_days: Math.min(own?.request_body_days ?? request_days, request_days),
    message_days: Math.min(own?.message_days ?? most.message_days, most.message_days),
  };
}

/** What is longer than the installation keeps it; what does not fit the schema is told elsewhere. */
export function retentionProblems(config: { requestLogDays: number }, value: unknown): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(installationDays(config)).flatMap(([name, most]) => {
    const days = (value as Record<string, unknown>)[name];
    return typeof days === 'number' && days > most
      ? [
          {
            field: `retention.${name}`,
            issue: `expected at most ${most} days, as long as this installation keeps it, got ${days}`,
          },
        ]
      : [];
  });
}
