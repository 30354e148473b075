/** A request as a command that asks once more, signed by the command line. */
import type { RequestDetails } from '../../data/types.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Null where it would be another request: its body is not, or not wholly, at hand. */
export function curlOf({ method, path, query, request_body: body }: RequestDetails): string | null {
  const isWhole = body.state === 'shown' && !body.is_cut && !body.is_masked && body.text !== null;
  if (body.state !== 'none' && !isWhole) return null;
  const target = query === null || query === '' ? path : `${path}?${query}`;
  return [
    `npx hubby sign ${method} ${quoted(target)} | curl -s -X ${method} -H @-`,
    ...(isWhole ? ["-H 'content-type: application/json'", `-d ${quoted(body.text!)}`] : []),
    `"$HUBBY_URL"${quoted(target)}`,
  ].join(' \\\n  ');
}
