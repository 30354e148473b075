/** What pages' forms send. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../errors.ts';
import { FORM_TYPE } from '../../http/media-type.ts';
import { asText, type ReadBody } from '../../http/read-body.ts';
import { isEncodedUtf8, withoutMark } from '../../http/utf8.ts';

/** Bodies of this scope are forms: fields by name, a field sent twice as an array. */
export function readForms(scope: FastifyInstance, read: ReadBody): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', async (req: FastifyRequest, payload: FastifyRequest['raw']) => {
    const bytes = await read(req, payload);
    if (bytes.length === 0) return {};
    const text = withoutMark(asText(req, bytes, FORM_TYPE));
    if (!isEncodedUtf8(text))
      throw new AppError('invalid_request', 'The percent-encoded bytes of the form are not UTF-8.');
    const sent = new URLSearchParams(text);
    return Object.fromEntries(
      [...new Set(sent.keys())].map((name) => {
        const [value, ...more] = sent.getAll(name);
        return [name, more.length === 0 ? value : [value, ...more]];
      }),
    );
  });
}
