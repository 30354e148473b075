/**
 * Names for statements that come again and again, so that the server parses and plans them once per
 * connection. A statement's text is its identity; of those that are put together at run time only
 * so many are counted, and only so many get a name, since every connection keeps a plan of each.
 */

/** Uses by this process; most statements of rare work never come so far. */
const OFTEN = 16;
const COUNTED = 2_000;
const NAMED = 300;

export type NameOftenUsed = (text: string) => string | undefined;

export function nameOftenUsed(): NameOftenUsed {
  const uses = new Map<string, number>();
  const names = new Map<string, string>();
  return (text) => {
    const name = names.get(text);
    if (name !== undefined) return name;
    const count = (uses.get(text) ?? 0) + 1;
    if (count === 1 && uses.size >= COUNTED) return undefined;
    uses.set(text, count);
    if (count < OFTEN || names.size >= NAMED) return undefined;
    uses.delete(text);
    const given = `often-${names.size}`;
    names.set(text, given);
    return given;
  };
}
