/**
 * One variable of the environment, declared beside the code that it is for: how it is read, what
 * stands in its place, and what the operating guide says of it.
 */

/**
 * What a text reads as, or what is wrong with it: what was `expected` (and of which piece, where
 * not the whole text is wrong), or a sentence that holds nothing of the text.
 */
export type Reading<T> = { value: T } | { expected: string; came?: string } | { wrong: string };

export type Variable<T> = {
  /** Markdown for the guide's table */
  meaning: string;
  /** Markdown for the guide's table: what holds where the variable is not set */
  byDefault: string;
  /** where it is not set or empty */
  fallback: T;
  read(text: string): Reading<T>;
  /** no message may show it */
  isSecret: boolean;
  /** production refuses every value but the fallback */
  isStagingOnly: boolean;
  /** the variable without which another value than the fallback means nothing, and why */
  needs: { name: string; why?: string } | null;
};

/** `byDefault` is needed only where the fallback does not say it. */
export type Declared<F> = {
  meaning: string;
  fallback: F;
  byDefault?: string;
  isSecret?: boolean;
  isStagingOnly?: boolean;
  needs?: { name: string; why?: string };
};

export const variable = <T, F extends T | null>(
  read: (text: string) => Reading<T>,
  declared: Declared<F>,
): Variable<T | F> => ({
  byDefault: written(declared.fallback),
  isSecret: false,
  isStagingOnly: false,
  needs: null,
  ...declared,
  read,
});

function written(fallback: unknown): string {
  if (fallback === null) return 'none';
  if (typeof fallback === 'boolean') return fallback ? '1' : '0';
  return typeof fallback === 'string' ? `\`${fallback}\`` : String(fallback);
}
