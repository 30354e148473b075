/** Which column of a file holds which field: guessed, or as somebody says. */
import { invalid, type Problem } from '../../errors.ts';
import { FIELDS, fieldOf, keyOf } from './fields.ts';

/** Field → name of the column. */
export type ColumnMap = Record<string, string>;

/**
 * By the names of the columns: a field's own name comes before its synonyms, `data.<name>` is taken
 * as it stands, and no column is taken twice. Of bookings as a file nothing is guessed: what was
 * chosen for them stands there in place of what was asked for, and would be booked beside it.
 */
export function guessMap(columns: readonly string[]): ColumnMap {
  if (columns.includes('hubby_booking_id') && !columns.includes('result')) return {};
  const taken = new Set<string>();
  const map: ColumnMap = {};
  const take = (name: string, column: string | undefined): void => {
    if (column === undefined || name in map) return;
    map[name] = column;
    taken.add(column);
  };
  const free = (key: string): string | undefined =>
    columns.find((column) => !taken.has(column) && keyOf(column) === key);
  for (const { name } of FIELDS) take(name, free(keyOf(name)));
  for (const column of columns)
    if (column.startsWith('data.') && fieldOf(column) !== undefined) take(column, column);
  for (const { name, synonyms } of FIELDS) for (const key of synonyms) take(name, free(key));
  return map;
}

/**
 * `?map=<field>:<column>,…`: what stands there counts before what is guessed; an empty column takes
 * a field out. A name with a comma in it is for POST …/map.
 */
export function overridden(columns: readonly string[], given: string): ColumnMap {
  const pairs = given.split(',').map((pair): [string, string] => {
    const colon = pair.indexOf(':');
    return colon === -1
      ? [pair.trim(), '']
      : [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
  });
  const set = Object.fromEntries(pairs);
  const said = checkMap(
    columns,
    Object.fromEntries(pairs.filter(([, column]) => column !== '')),
    'map',
    Object.keys(set),
  );
  const taken = new Set(Object.values(said));
  const guessed = Object.entries(guessMap(columns)).filter(
    ([name, column]) => !Object.hasOwn(set, name) && !taken.has(column),
  );
  return { ...Object.fromEntries(guessed), ...said };
}

/** Throws `invalid_request`. `names`: fields besides that have to be known. */
export function checkMap(
  columns: readonly string[],
  map: ColumnMap,
  at: string,
  names: readonly string[] = [],
): ColumnMap {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const name of new Set([...Object.keys(map), ...names]))
    if (fieldOf(name) === undefined)
      problems.push({
        field: at,
        issue: `expected fields of a booking such as ${FIELDS[0]!.name}, or data.<name>, got ${quoted(name)}`,
      });
  for (const [name, column] of Object.entries(map)) {
    const other = seen.get(column);
    if (!columns.includes(column))
      problems.push({
        field: at,
        issue: `expected a column of the file for ${quoted(name)}, got ${quoted(column)}`,
      });
    else if (other !== undefined)
      problems.push({
        field: at,
        issue: `expected a column once, got ${quoted(column)} for ${quoted(other)} and ${quoted(name)}`,
      });
    seen.set(column, name);
  }
  if (problems.length > 0) throw invalid(problems.slice(0, 50));
  return map;
}

/** As fields are listed, those of `data` last: the database keeps no order. */
export const inOrder = (map: ColumnMap): ColumnMap =>
  Object.fromEntries(
    Object.entries(map).sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1)),
  );

function rank(name: string): number {
  const at = FIELDS.findIndex((field) => field.name === name);
  return at === -1 ? FIELDS.length : at;
}

/** Why nothing can be checked by it; null = it can. */
export const lackOf = (map: ColumnMap): string | null =>
  map['booking_id'] === undefined
    ? 'no column is mapped to booking_id, which makes it safe to import a row again'
    : null;

const quoted = (text: string): string => JSON.stringify(text.slice(0, 100));
