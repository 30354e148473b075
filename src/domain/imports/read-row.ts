/** A row of a file as what it asks for: fields of its booking, and one package specification. */
import type { Problem } from '../../errors.ts';
import { problemsOf } from '../../input/check.ts';
import { bookingBody } from '../bookings/booking-schema.ts';
import type { BookingInput } from '../bookings/input.ts';
import type { EntryInput } from '../planning/entry/entry.ts';
import { FIELDS, fieldOf, type Field } from './fields.ts';
import type { ColumnMap } from './map.ts';
import { NOT_PLAIN } from './plain.ts';

/** Of one row: by field, with the column it was read from where there is one. */
export type RowProblem = { field: string; column?: string; issue: string };
type Mapped = { field: Field; at: number };
type Fields = Record<string, unknown>;
export type ReadRow = { booking: Fields; entry: EntryInput; problems: RowProblem[] };

/** Where the fields of a map stand in a row. */
export const placesOf = (columns: readonly string[], map: ColumnMap): Mapped[] =>
  Object.entries(map).flatMap(([name, column]) => {
    const field = fieldOf(name);
    const at = columns.indexOf(column);
    return field === undefined || at === -1 ? [] : [{ field, at }];
  });

/** What the schema of a booking refuses is among the problems. Empty cells are not given. */
export function readRow(
  mapped: readonly Mapped[],
  map: ColumnMap,
  cells: readonly string[],
): ReadRow {
  const booking: Fields = {};
  const entry: Fields = {};
  const problems: RowProblem[] = [];
  for (const { field, at } of mapped) {
    const text = cells[at] ?? '';
    if (text === '') continue;
    if (NOT_PLAIN.test(text))
      problems.push({
        field: field.name,
        column: map[field.name]!,
        issue: 'expected plain text on one line',
      });
    put(field.of === 'booking' ? booking : entry, field.path, field.read(text));
  }
  const body = { ...booking, package_specifications: [entry] };
  const named = new Set(problems.map((p) => p.field));
  const refused = rowProblems(problemsOf(bookingBody, body, ''), map, 0);
  problems.push(...refused.filter(({ field }) => !named.has(field)));
  if (booking['booking_id'] === undefined && !named.has('booking_id'))
    problems.push(...rowProblems([{ field: 'booking_id', issue: 'required' }], map, 0));
  return { booking, entry: entry as EntryInput, problems };
}

function put(into: Fields, path: readonly string[], value: unknown): void {
  const [first, second] = path as [string, string | undefined];
  if (second === undefined) into[first] = value;
  else into[first] = { ...(into[first] as Fields | undefined), [second]: value };
}

const SPECIFICATION = /^package_specifications(?:\.(\d+))?(?:\.(.*))?$/;

/** The index of the specification that a problem is about; null: the booking itself. */
export function entryOf({ field }: Problem): number | null {
  const index = SPECIFICATION.exec(field)?.[1];
  return index === undefined ? null : Number(index);
}

/**
 * Problems of a request as those of a row: its fields instead of the request's. `index`: which of
 * the specifications the row is.
 */
export const rowProblems = (
  problems: readonly Problem[],
  map: ColumnMap,
  index: number,
): RowProblem[] =>
  problems.flatMap((problem) => {
    const of = entryOf(problem);
    if (of !== null && of !== index) return [];
    const name = nameOf(problem.field);
    const column = map[name];
    return [{ field: name, ...(column === undefined ? {} : { column }), issue: problem.issue }];
  });

function nameOf(path: string): string {
  const inEntry = SPECIFICATION.exec(path);
  const kind = inEntry === null ? 'booking' : 'entry';
  const rest = (inEntry === null ? path : (inEntry[2] ?? '')).split('.');
  const found = FIELDS.find(
    (one) => one.of === kind && one.path.every((part, i) => rest[i] === part),
  );
  return found?.name ?? (rest[0] === 'data' ? rest.slice(0, 2).join('.') : rest.join('.'));
}

/** What a booking asks for with these rows. */
export const bookingOf = (booking: Fields, entries: EntryInput[]): BookingInput =>
  ({ ...booking, package_specifications: entries }) as BookingInput;
