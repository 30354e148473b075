/** What lists take and answer so that they can be read page by page. */
import { Type, type TSchema } from 'typebox';
import type { Context } from '../../context.ts';
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

/** For the description of a list that is an array: there is no room in it for a cursor. */
export const NEXT_BY_LINK =
  'Where there are more than one page holds, the header `link` with `rel="next"` is the address of the next page.';

/** Where such a list goes on, as headers of its answer; `asked`: the query it was asked with. */
export function nextLink(
  { baseUrl }: Pick<Context, 'baseUrl'>,
  path: string,
  asked: object,
  nextCursor: string | null,
): { headers?: Record<string, string> } {
  if (nextCursor === null) return {};
  const next = new URLSearchParams({ cursor: nextCursor });
  for (const [name, value] of Object.entries(asked))
    if (name !== 'cursor' && value !== undefined) next.set(name, String(value));
  return { headers: { link: `<${baseUrl}${path}?${next}>; rel="next"` } };
}
