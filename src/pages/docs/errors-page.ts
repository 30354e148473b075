/** The list of error types as a page. */
import { ERROR_STATUS, type ErrorType } from '../../errors.ts';
import { ERROR_DOCS } from '../../api/reference/error-docs.ts';

/**
 * Types and texts are our own constants: nothing here needs escaping but is kept free of markup
 * characters by a test.
 */
export function errorsBody(): string {
  const rows = (Object.keys(ERROR_STATUS) as ErrorType[]).map(
    (type) =>
      `<tr id="${type}"><td><code>${type}</code></td><td>${ERROR_STATUS[type]}</td><td>${ERROR_DOCS[type]}</td></tr>`,
  );
  return `<h1>Error types</h1>
<p>Every failure is <code>{ "success": false, "error": { code, type, message, details, request_id, doc_url } }</code>. This list is closed: types are only ever added. What to do with them: <a href="/docs/guides/getting-started#errors">Getting started</a>.</p>
<table class="stack"><thead><tr><th>type</th><th>status</th><th>what it means and what to do</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
