/**
 * Setting `retention`: for how many days of real time a partner's data is kept where that is less
 * than the installation keeps it. Its shape, and how it and the installation come together.
 */
import { Type, type Static } from 'typebox';
import type { Problem } from '../../errors.ts';
import { requestDays } from '../requests/request-days.ts';

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

type Config = Parameters<typeof requestDays>[0];

/** Days in force at a partner: the fewest that anything says. */
export const retentionDays = (
  config: Config,
  own: RetentionSettings | null | undefined,
): Record<RetentionName, number> => ({
  ...requestDays(config, own),
  message_days: Math.min(own?.message_days ?? MESSAGE_DAYS, MESSAGE_DAYS),
});

/** Those of the installation. */
export const installationDays = (config: Config): Record<RetentionName, number> =>
  retentionDays(config, null);

/** What is longer than the installation keeps it; what does not fit the schema is told elsewhere. */
export function retentionProblems(config: Config, value: unknown): Problem[] {
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
