/**
 * Members and parameters that a request has and its schema does not know: passed over, and told,
 * since one that is misspelt may silently mean something else. What a schema knows is worked out
 * once per route.
 */
import type { Problem } from '../errors.ts';
import { near } from './near.ts';

/** Null: nothing to look at below here. */
export type Names = {
  /** of an object: its members, null where any will do */
  members: ReadonlyMap<string, Names | null> | null;
  /** of whatever stands in it, item or member */
  each: Names | null;
} | null;

type Schema = Readonly<Record<string, unknown>>;

/** Told at most; more would make the answer longer than the request. */
const MAX_WARNINGS = 20;
const MAX_NAME = 100;

export function knownNames(schema: unknown): Names {
  if (typeof schema !== 'object' || schema === null) return null;
  const { anyOf = [], properties, items, patternProperties = {} } = schema as Schema;
  for (const one of anyOf as unknown[]) {
    const names = knownNames(one);
    if (names !== null) return names;
  }
  if (properties !== undefined) {
    const members = Object.entries(properties as object);
    return { members: new Map(members.map(([name, one]) => [name, knownNames(one)])), each: null };
  }
  const each = knownNames(items ?? Object.values(patternProperties as object)[0]);
  return each === null ? null : { members: null, each };
}

/** Of a call that takes none. */
export const NO_NAMES: Names = { members: new Map(), each: null };

/** What of `value` nobody knows, by its field; empty for nearly every request. */
export function unknownNames(value: unknown, names: Names): Problem[] {
  const found: Problem[] = [];
  if (names !== null) look(value, names, '', found);
  return found;
}

function look(value: unknown, names: NonNullable<Names>, at: string, found: Problem[]): void {
  if (typeof value !== 'object' || value === null) return;
  const { members, each } = names;
  if (Array.isArray(value) && members !== null) return;
  for (const [name, child] of Object.entries(value)) {
    if (found.length >= MAX_WARNINGS) return;
    const inner = members === null ? each : members.get(name);
    const field = at === '' ? name : `${at}.${name}`;
    if (inner === undefined) found.push(warning(field, name, [...members!.keys()]));
    else if (inner !== null) look(child, inner, field, found);
  }
}

function warning(field: string, name: string, known: readonly string[]): Problem {
  const meant = near(name, known);
  return {
    field: field.length > MAX_NAME ? `${field.slice(0, MAX_NAME)}…` : field,
    issue: `unknown and ignored${meant === null ? '' : `; did you mean \`${meant}\`?`}`,
  };
}
