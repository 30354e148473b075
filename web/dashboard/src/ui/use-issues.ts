/** What the server said of fields, for a form to put at them. */
import { useMemo } from 'react';
import { Refusal } from '../data/client.ts';

export type Issues = {
  /** the same object as long as the error is: another one would say again what was mended since */
  byField: Record<string, string>;
  has(...fields: string[]): boolean;
};

export function useIssues(error: unknown): Issues {
  return useMemo(() => {
    const details = error instanceof Refusal ? error.details : [];
    const byField = Object.fromEntries(details.map(({ field, issue }) => [field, issue]));
    return { byField, has: (...fields) => fields.some((field) => Object.hasOwn(byField, field)) };
  }, [error]);
}
