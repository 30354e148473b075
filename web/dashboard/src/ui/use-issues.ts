/** What the server said of fields, for a form to put at them until they are mended. */
import { useMemo, useState, type FormEvent } from 'react';
import { Refusal } from '../data/client.ts';

export type Issues = {
  /** the same object until something changes: another one would be said anew */
  byField: Record<string, string>;
  /** of the form, from any of its fields */
  onInput(event: FormEvent): void;
  /** whether it was said of one of them: else it stands below */
  has(...fields: string[]): boolean;
};

/**
 * An issue goes with the first letter, not when the field is left: what lies below would move while
 * a button there is being pressed.
 */
export function useIssues(error: unknown): Issues {
  const [mended, setMended] = useState<{ of: unknown; names: readonly string[] }>({
    of: null,
    names: [],
  });
  return useMemo(() => {
    const details = error instanceof Refusal ? error.details : [];
    const names = mended.of === error ? mended.names : [];
    const left = details.filter(({ field }) => !names.includes(field));
    return {
      byField: Object.fromEntries(left.map(({ field, issue }) => [field, issue])),
      onInput({ target }) {
        const { name } = target as HTMLInputElement;
        if (left.some(({ field }) => field === name))
          setMended({ of: error, names: [...names, name] });
      },
      has: (...fields) => details.some(({ field }) => fields.includes(field)),
    };
  }, [error, mended]);
}
