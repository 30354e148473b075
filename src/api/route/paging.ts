/** What lists take and answer so that they can be read page by page. */
import { Type, type TSchema } from 'typebox';
import type { PageSize } from '../../input/paging.ts';
import { answer, nullable, text } from '../reference/schemas/shapes.ts';

export const cursorParameter = (longest: number) => Type.Optional(text(longest));
export const pageLimit = ({ most, usual }: PageSize) =>
  Type.Integer({ minimum: 1, maximum: most, default: usual });

export const paging = (size: PageSize, longestCursor: number) => ({
  cursor: cursorParameter(longestCursor),
  limit: Type.Optional(pageLimit(size)),
});

/** For the description of a list that looks at a bounded number of rows for a page. */
export const MAY_BE_SHORT =
  'A page of what is rare may hold fewer than asked for, even none: go on until `next_cursor` is null.';

/** `next_cursor` comes last: null where there is no further page. */
export const pageAnswer = <T extends Record<string, TSchema>>(list: T) =>
  answer({ ...list, next_cursor: nullable(Type.String()) });
