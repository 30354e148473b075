/** Bodies of the API: JSON, or the one media type that a route names; a file is left to the route. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { JSON_TYPE } from '../../http/media-type.ts';
import { asText, type ReadBody } from '../../http/read-body.ts';
import type { OpenFile } from '../../http/read-file.ts';
import { readJson } from '../../http/read-json.ts';

/** What the route's schema says about its body. */
const declared = (req: FastifyRequest): { body?: unknown; consumes?: string[] } =>
  (req.routeOptions.schema ?? {}) as { body?: unknown; consumes?: string[] };

export function readApiBodies(app: FastifyInstance, read: ReadBody, openFile: OpenFile): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (req: FastifyRequest, payload: FastifyRequest['raw']) => {
    const { body, consumes: [type = JSON_TYPE] = [] } = declared(req);
    if (req.routeOptions.config.takesFile === true) {
      req.file = openFile(req, payload, type);
      return undefined;
    }
    const bytes = await read(req, payload);
    // Clients that put a content type on everything send one with DELETE too, and no body.
    if (bytes.length === 0 && body === undefined) return undefined;
    const text = asText(req, bytes, type);
    return type === JSON_TYPE ? readJson(text) : text;
  });
}
