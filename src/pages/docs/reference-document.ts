/**
 * The OpenAPI document as the reference shows it: with samples that can be run as they stand, and
 * without what only machines need (the older answer's header, the three headers that the page or
 * `hubby sign` makes).
 */
import { CSV_TYPE, JSON_TYPE } from '../../http/media-type.ts';

type Node = Record<string, unknown>;
type Parameter = { name: string; in: string; required?: boolean; example?: unknown };
type Operation = Node & {
  tags?: string[];
  security?: Node[];
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Node; example?: unknown }> };
};
type Document = Node & {
  info: { description: string };
  paths: Record<string, Record<string, Operation>>;
  components?: Node;
};

const GUIDES = `

New here? [Getting started](/docs/guides/getting-started) signs a first request in JavaScript, Python or PHP.
[Webhooks](/docs/guides/webhooks) and [Events](/docs/guides/events) say what comes to you, [The sandbox](/docs/guides/sandbox)
how to rehearse a trip, [Errors](/docs/errors) what went wrong; [all guides](/docs/guides/).

“Test Request” sends to this server, signed with the key at the top of the page. The samples use \`npx hubby sign\`, and in
JavaScript the function \`hubby()\` of the first guide.`;
const HIDDEN_HEADER = 'x-api-version';

/** Another object; the given one stays as it is. */
export function referenceDocument(given: object): object {
  const document = structuredClone(given) as Document;
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.parameters !== undefined)
        operation.parameters = operation.parameters.filter(({ name }) => name !== HIDDEN_HEADER);
      operation['x-codeSamples'] = samples(document, method.toUpperCase(), path, operation);
      delete operation.security;
    }
  delete document.components?.['securitySchemes'];
  document.info.description += GUIDES;
  return document;
}

function samples(document: Document, method: string, path: string, operation: Operation): object[] {
  const target = targetOf(path, operation.parameters ?? []);
  const content = Object.entries(operation.requestBody?.content ?? {})[0];
  const isJson = content?.[0].includes('json') === true;
  const body = isJson ? (content[1].example ?? sampleOf(document, content[1].schema)) : undefined;
  const isSigned = operation.security?.some((s) => 'signature' in s) === true;
  const curl = curlOf({
    method,
    target,
    body,
    isSigned,
    isOperator: path.startsWith('/api/operator/'),
    isCsv: content !== undefined && !isJson,
  });
  return [
    { lang: 'Shell', label: 'curl', source: curl },
    ...(isSigned
      ? [{ lang: 'JavaScript', label: 'JavaScript', source: scriptOf(method, target, body) }]
      : []),
  ];
}

const targetOf = (path: string, parameters: Parameter[]): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(parameters.find((p) => p.name === name)?.example ?? name)),
  );
  const query = parameters
    .filter((p) => p.in === 'query' && p.required === true)
    .map((p) => `${p.name}=${encodeURIComponent(String(p.example ?? ''))}`);
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
};

type Call = {
  method: string;
  target: string;
  body: unknown;
  isSigned: boolean;
  isOperator: boolean;
  isCsv: boolean;
};

function curlOf({ method, target, body, isSigned, isOperator, isCsv }: Call): string {
  const quoted = /[?&]/.test(target) ? `'${target}'` : target;
  const type = isCsv ? CSV_TYPE : body === undefined ? null : JSON_TYPE;
  const lines = [
    `${isSigned ? `npx hubby sign ${method} ${quoted} |\n  ` : ''}curl -s${method === 'GET' ? '' : ` -X ${method}`} "$HUBBY_URL${target}"`,
    ...(isSigned ? ['-H @-'] : []),
    ...(isOperator ? ['-H "authorization: Bearer $OPERATOR_TOKEN"'] : []),
    ...(type === null ? [] : [`-H 'content-type: ${type}'`]),
    ...(isCsv ? ['--data-binary @file.csv'] : []),
    ...(body === undefined
      ? []
      : [`-d '${JSON.stringify(body, null, 2).replaceAll("'", `'\\''`)}'`]),
  ];
  return lines.join(' \\\n  ');
}

const scriptOf = (method: string, target: string, body: unknown): string =>
  `// hubby() signs: see the guide “Getting started”\nconst data = await hubby('${method}', '${target}'${body === undefined ? '' : `, ${JSON.stringify(body, null, 2)}`});`;

/** A value of a schema: its example, else what is required, made of the examples below it. */
function sampleOf(document: Document, schema: Node | undefined): unknown {
  if (schema === undefined) return undefined;
  const {
    $ref,
    examples,
    example,
    enum: choices,
    type,
    properties,
    required,
    items,
    anyOf,
  } = schema as {
    $ref?: string;
    examples?: unknown[];
    example?: unknown;
    enum?: unknown[];
    type?: string;
    properties?: Record<string, Node>;
    required?: string[];
    items?: Node;
    anyOf?: Node[];
  };
  if ($ref !== undefined) return sampleOf(document, lookUp(document, $ref));
  if (example !== undefined) return example;
  if (examples?.[0] !== undefined) return examples[0];
  if (choices !== undefined) return choices[0];
  if (anyOf !== undefined) return sampleOf(document, anyOf[0]);
  if (type === 'array') return [sampleOf(document, items)];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return (schema['minimum'] as number) ?? 1;
  if (type !== 'object') return '…';
  const known = Object.entries(properties ?? {});
  const shown = known.filter(([name]) => required?.includes(name) === true);
  return Object.fromEntries(
    (shown.length > 0 ? shown : known.slice(0, 2)).map(([name, s]) => [
      name,
      sampleOf(document, s),
    ]),
  );
}

const lookUp = (document: Document, ref: string): Node | undefined =>
  ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<Node | undefined>((node, part) => node?.[part] as Node | undefined, document);
