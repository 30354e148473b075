/** What is told: that an occasion began, or that it is over. */
import { rulesOf, type Subject } from './subjects.ts';

export const PARTS = ['began', 'over'] as const;
export type Part = (typeof PARTS)[number];

export type Facts = {
  count: number;
  /** when it ends, or since when it is so; ISO 8601 */
  at: string | null;
};
export type Told = { subject: Subject; about: string; facts: Facts; part: Part };

/**
 * What one sentence tells of: requests that came together are counted, and what is called by its id
 * has a sentence of its own.
 */
export const together = (told: readonly Told[]): Told[][] => [
  ...Map.groupBy(
    told,
    ({ subject, part, about }) => `${part} ${subject} ${rulesOf(subject).isCounted ? '' : about}`,
  ).values(),
];
