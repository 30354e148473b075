/** Files of bookings: what is sent, and how far they are. */
import { Type } from 'typebox';
import { IMPORT_STATES } from '../../../domain/imports/import-view.ts';
import { IMPORTS_PAGE } from '../../../domain/imports/list-imports.ts';
import { paging, pageAnswer } from '../../route/paging.ts';
import { answer, nullable, oneOf, text } from './shapes.ts';

/** A longer one is no name of a file. */
const filename = text(200, { description: 'as you call it' });
const columnMap = Type.Record(Type.String({ maxLength: 120 }), Type.String({ maxLength: 200 }), {
  description: 'field of a booking → name of the column that holds it',
  maxProperties: 200,
});
const count = (description: string) => Type.Integer({ description });

export const MAX_FILE = 32 * 1024 * 1024;
/** Within which it has to be there. */
export const FILE_MS = 30_000;

export const importQuery = Type.Object({
  map: Type.Optional(
    text(8_000, {
      description:
        '`<field>:<column>,…`; counts before what is guessed from the names of the columns, an empty column takes a field out',
      examples: ['booking_id:Reference,size:'],
    }),
  ),
  filename: Type.Optional(filename),
});
export const mapBody = Type.Object({ map: columnMap });

const view = {
  id: Type.String({ examples: ['imp_01jd2x7c9m4q8r5t6v7w8x9y0z'] }),
  state: oneOf(IMPORT_STATES),
  filename: nullable(Type.String()),
  columns: Type.Array(Type.String(), { description: 'as the header names them' }),
  map: columnMap,
  unmapped: Type.Array(Type.String(), { description: 'columns that are not read' }),
  problem: nullable(Type.String({ description: 'why it failed' })),
  rows_total: nullable(count('of the file, without its header')),
  rows_checked: count('looked at, as the map is now'),
  rows_bad: count('of those: cannot be booked'),
  rows_done: count('booked'),
  rows_failed: count('good when they were checked, and refused when they were booked'),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
  created_by: Type.String({ description: 'a member or a key' }),
};
export const importAnswer = answer(
  {
    ...view,
    errors: Type.Array(
      answer({
        row: count('the line in the file; the header is 1'),
        field: Type.String({ description: 'empty: the whole row' }),
        column: Type.Optional(Type.String()),
        issue: Type.String(),
      }),
      { description: 'the first 100' },
    ),
    fields: Type.Array(Type.String(), {
      description: 'what columns can be mapped to, beside `data.<name>`',
    }),
  },
  { title: 'Import' },
);
export const importsQuery = Type.Object(paging(IMPORTS_PAGE, 100));
export const importsAnswer = pageAnswer({ imports: Type.Array(answer(view)) });
export const importMade = answer({ id: Type.String() });
