/** TypeScript for what openapi.json says: its schemas, the partner's operations, the events. */

type Schema = {
  $ref?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  allOf?: Schema[];
  type?: string | string[];
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  patternProperties?: Record<string, Schema>;
};
type Content = Record<string, { schema: Schema }>;
type Parameter = { name: string; in: string; required?: boolean; schema: Schema };
type Operation = {
  operationId: string;
  summary?: string;
  security?: Record<string, unknown>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content } | undefined;
  responses: Record<string, { content?: Content }>;
};
export type Document = {
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: { schemas: Record<string, Schema> };
};

const literal = (value: unknown): string => JSON.stringify(value);
const union = (types: string[]): string => [...new Set(types)].join(' | ') || 'never';
const doc = (text: string | undefined): string =>
  text === undefined ? '' : `/** ${text.replaceAll('*/', '* /').replace(/\s+/g, ' ')} */\n`;

const SIMPLE: Record<string, string> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref.split('/').at(-1)!);
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map(literal));
  if (schema.anyOf !== undefined) return union(schema.anyOf.map(typeOf));
  if (schema.allOf !== undefined) return schema.allOf.map(typeOf).join(' & ');
  const types = [schema.type ?? []].flat();
  return types.length === 0 ? 'unknown' : union(types.map((type) => typeNamed(type, schema)));
}

function typeNamed(type: string, schema: Schema): string {
  if (type === 'array') return `(${typeOf(schema.items ?? {})})[]`;
  if (type !== 'object') return SIMPLE[type] ?? 'unknown';
  const { properties, patternProperties, additionalProperties } = schema;
  if (properties !== undefined && Object.keys(properties).length > 0)
    return `{ ${members(properties, schema.required ?? [])} }`;
  const [value] = Object.values(patternProperties ?? {});
  if (value !== undefined) return `Record<string, ${typeOf(value)}>`;
  return typeof additionalProperties === 'object'
    ? `Record<string, ${typeOf(additionalProperties)}>`
    : 'Record<string, unknown>';
}

const members = (properties: Record<string, Schema>, required: string[]): string =>
  Object.entries(properties)
    .map(([name, schema]) => {
      const isOptional = !required.includes(name);
      return `\n${doc(schema.description)}${literal(name)}${isOptional ? '?' : ''}: ${typeOf(schema)};`;
    })
    .join('');

type Listed = { method: string; path: string; operation: Operation };

/** What a partner's key opens. */
export const operationsOf = ({ paths }: Document): Listed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security = [] }]) => security.some((one) => 'apiKey' in one))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

function successOf({ responses }: Operation): { answer: 'json' | 'text' | 'bytes'; data: string } {
  const [, response] = Object.entries(responses).find(([status]) => status.startsWith('2'))!;
  const [type, media] = Object.entries(response.content ?? {})[0]!;
  if (type === 'application/json')
    return { answer: 'json', data: typeOf(newest(media.schema.properties?.['data'] ?? {})) };
  return type.startsWith('image/svg') || type.startsWith('text/')
    ? { answer: 'text', data: 'string' }
    : { answer: 'bytes', data: 'Uint8Array' };
}

/** An array of one is what `x-api-version: 1.3` gets, which this client never sends. */
function newest(schema: Schema): Schema {
  const [one, other] = schema.anyOf ?? [];
  const isOlder = other?.type === 'array' && literal(other.items) === literal(one);
  return isOlder ? one! : schema;
}

function inputOf({ parameters = [], requestBody }: Operation): string {
  const named = parameters.filter((p) => p.in === 'path' || p.in === 'query');
  const fields = Object.fromEntries(named.map((p) => [p.name, p.schema]));
  const required = named.filter((p) => p.required === true || p.in === 'path').map((p) => p.name);
  const body = requestBody?.content['application/json']?.schema;
  if (body !== undefined) fields['body'] = body;
  if (body !== undefined && requestBody?.required === true) required.push('body');
  const file =
    fileOf({ requestBody }) === undefined ? '' : `\nbody: string | Uint8Array<ArrayBuffer>;`;
  return Object.keys(fields).length === 0 && file === ''
    ? '{}'
    : `{ ${members(fields, required)}${file} }`;
}

/** The media type of a body that is no JSON; it goes as it is. */
const fileOf = ({ requestBody }: Pick<Operation, 'requestBody'>): string | undefined =>
  Object.keys(requestBody?.content ?? {}).find((type) => type !== 'application/json');

/** Types alone: what a program never loads. */
export function typesFile(document: Document): string {
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      `${doc(schema.description)}export type ${nameOf(name)} = ${typeOf(schema)};`,
  );
  const operations = operationsOf(document).map(
    ({ method, path, operation }) =>
      `${doc(`${method} ${path}: ${operation.summary ?? ''}`)}${operation.operationId}: { input: ${inputOf(operation)}; data: ${successOf(operation).data} };`,
  );
  const events = Object.values(document.webhooks).map(
    ({ post }) => `| ${typeOf(post.requestBody!.content['application/json']!.schema)}`,
  );
  return `
    ${schemas.join('\n')}
    export type ErrorType = ErrorAnswer['error']['type'];
    /** Every call that a partner's key opens, by the name it has in openapi.json. */
    export type Operations = { ${operations.join('\n')} };
    /** Every event, told apart by \`event\`. */
    export type HubbyEvent = ${events.join('\n')};`;
}

/** `Error` is a name of the language. */
const nameOf = (schema: string): string => (schema === 'Error' ? 'ErrorAnswer' : schema);

/** What a call needs to know of its operation while it runs. */
export function routesFile(document: Document): string {
  const routes = operationsOf(document).map(({ method, path, operation }) => {
    const takesKey = (operation.parameters ?? []).some((p) => p.name === 'Idempotency-Key');
    const { answer } = successOf(operation);
    const file = fileOf(operation);
    const sends = file === undefined ? {} : { sends: file };
    return `${operation.operationId}: ${literal({ method, path, ...sends, answer, takesKey })},`;
  });
  return `import type { Operations } from './types.ts';

    /** \`sends\`: the body's media type where it is no JSON; \`takesKey\`: an Idempotency-Key makes it safe to be sent again. */
    export const ROUTES: Readonly<Record<keyof Operations, {
      method: string; path: string; sends?: string; answer: 'json' | 'text' | 'bytes'; takesKey: boolean;
    }>> = { ${routes.join('\n')} };`;
}
