/**
 * Stands in for Intercom's API: contacts by external_id, and custom attributes that have to be made
 * first.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../harness.ts';

export type Contact = {
  id: string;
  external_id: string;
  role: string;
  custom_attributes: Record<string, unknown>;
};
export type IntercomStandIn = {
  url: string;
  token: string;
  calls: { method: string; path: string; headers: Record<string, unknown>; body: Json }[];
  contacts: Map<string, Contact>;
  attributes: Set<string>;
  /** In place of an answer of its own; undefined = its own after all. */
  behave(how: ((path: string, res: ServerResponse) => true | undefined) | null): void;
  close(): Promise<void>;
};

export async function startIntercom(): Promise<IntercomStandIn> {
  const token = 'dG9rOnRlc3QtdG9rZW4=';
  const calls: IntercomStandIn['calls'] = [];
  const contacts: IntercomStandIn['contacts'] = new Map();
  const attributes = new Set<string>();
  let behaviour: ((path: string, res: ServerResponse) => true | undefined) | null = null;
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    const answer = (status: number, body: unknown): void =>
      void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const error = (status: number, code: string, message: string): void =>
      answer(status, { type: 'error.list', errors: [{ code, message }] });
    req
      .on('error', () => {})
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        const body = JSON.parse(Buffer.concat(parts).toString()) as Json;
        const path = req.url!;
        calls.push({ method: req.method!, path, headers: req.headers, body });
        if (behaviour?.(path, res) === true) return undefined;
        if (req.headers.authorization !== `Bearer ${token}`)
          return error(401, 'unauthorized', 'Access Token Invalid');
        if (path === '/contacts/search')
          return answer(200, {
            type: 'list',
            data: [...contacts.values()].filter((c) => c.external_id === body.query.value),
          });
        if (path === '/data_attributes')
          return (void attributes.add(body.name), answer(200, { name: body.name }));
        const unknown = Object.keys(body.custom_attributes ?? {}).find(
          (name) => !attributes.has(name),
        );
        if (unknown !== undefined)
          return error(400, 'parameter_invalid', `Custom attribute '${unknown}' does not exist`);
        if (path === '/contacts' && req.method === 'POST') {
          if ([...contacts.values()].some((c) => c.external_id === body.external_id))
            return error(409, 'conflict', 'A contact matching those details already exists');
          const contact = { id: `6ct${contacts.size + 1}`, ...body } as Contact;
          contacts.set(contact.id, contact);
          return answer(200, contact);
        }
        const contact = contacts.get(path.replace('/contacts/', ''));
        if (contact === undefined || req.method !== 'PUT')
          return error(404, 'not_found', 'Contact Not Found');
        Object.assign(contact.custom_attributes, body.custom_attributes);
        return answer(200, contact);
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    calls,
    contacts,
    attributes,
    behave(how) {
      behaviour = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
