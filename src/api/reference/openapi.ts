/** OpenAPI 3.1 from the route declarations. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { Type, type TSchema } from 'typebox';
import { ERROR_STATUS } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { settingSchemas } from '../../domain/settings/settings.ts';
import { endpointSchema } from '../../domain/webhooks/endpoint/check-endpoint.ts';
import { eventWebhooks } from './event-webhooks.ts';
import { addExamples, addParameterExamples } from './openapi-examples.ts';
import { SCOPE_OF } from '../callers/key-scopes.ts';
import { mayTakeKeys } from '../route/answer-once.ts';
import { deprecationsOf } from '../route/deprecations.ts';
import type { Route } from '../route/route.ts';
import { nullable } from './schemas/shapes.ts';
import { JSON_TYPE } from '../../http/media-type.ts';

const ERROR_TEXT: Record<number, string> = {
  400: 'Not valid; every problem is in details',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found, or not yours',
  409: 'Conflicts with the present state',
  413: 'More bytes than this takes',
  415: 'Another media type, charset or encoding than this takes',
  422: 'The Idempotency-Key was used with another body',
  429: 'Too many tries; see Retry-After',
  503: 'Not possible right now; see Retry-After',
};

const warnings = Type.Optional(
  Type.Array(Type.Object({ field: Type.String(), issue: Type.String() }), {
    description:
      'members and parameters that were sent and that nobody knows; only if there are any',
  }),
);

const errorSchema = Type.Object(
  {
    success: Type.Literal(false),
    warnings,
    error: Type.Object(
      {
        code: Type.Integer({ description: 'the HTTP status' }),
        type: Type.Unsafe<string>({ type: 'string', enum: Object.keys(ERROR_STATUS) }),
        message: Type.String(),
        details: Type.Array(
          Type.Object({
            field: Type.String(),
            issue: Type.String(),
            type: Type.Optional(Type.String()),
          }),
        ),
        request_id: Type.String(),
        doc_url: Type.String(),
      },
      { additionalProperties: true },
    ),
  },
  { title: 'Error' },
);

const message = Type.String({
  description: 'a sentence, where there is one',
  examples: ['Package queue redeemed successfully'],
});
const success = (data: TSchema): TSchema =>
  Type.Object({ success: Type.Literal(true), message: Type.Optional(message), data, warnings });

/** What the key that signs a call of this route has to have; null: none, or nobody signs. */
const scopeOf = ({ caller, operationId }: Route): string | null => {
  const scope = 'apiKey' in caller.schemes ? SCOPE_OF[operationId] : undefined;
  return scope === undefined || scope === 'any' ? null : scope;
};

/** Whoever is asked who they are can be refused for it. */
const errorsOf = (route: Route): number[] => [
  ...new Set([
    ...(route.caller.challenge === undefined ? [] : [401]),
    ...(scopeOf(route) === null ? [] : [403]),
    ...(route.errors ?? []),
  ]),
];

const errorText = (route: Route, status: number): string => {
  const scope = status === 403 ? scopeOf(route) : null;
  return scope === null ? (ERROR_TEXT[status] ?? 'Error') : `The key lacks the scope \`${scope}\``;
};

/** The schema that Fastify validates requests by and that the document is made of. */
export function routeSchema(route: Route): object {
  const body =
    route.body === undefined
      ? undefined
      : { ...route.body, ...(route.example === undefined ? {} : { examples: [route.example] }) };
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: [route.tag],
    security: route.caller.security,
    ...(scopeOf(route) === null ? {} : { 'x-key-scope': scopeOf(route) }),
    ...(route.params === undefined ? {} : { params: route.params }),
    ...(route.query === undefined ? {} : { querystring: route.query }),
    ...(body === undefined ? {} : { body }),
    ...(route.consumes === undefined ? {} : { consumes: [route.consumes] }),
    response: Object.fromEntries([
      ...Object.entries(route.answers).map(([status, schema]) => [
        status,
        { description: 'Success', ...success(schema) },
      ]),
      ...(route.produces === undefined
        ? []
        : [
            [
              '200',
              {
                description: 'Success',
                content: {
                  [route.produces]: {
                    schema: {
                      type: 'string',
                      ...(route.produces === 'image/png' ? { format: 'binary' } : {}),
                    },
                  },
                },
              },
            ],
          ]),
      ...errorsOf(route).map((status) => [
        status,
        {
          description: errorText(route, status),
          content: { [JSON_TYPE]: { schema: errorSchema } },
        },
      ]),
    ]),
  };
}

/**
 * What a route leaves to its operation to check, and the document shows all the same: by the
 * keyword `x-schema`.
 */
const NAMED: Record<string, TSchema> = {
  PartnerSettings: Type.Object(
    Object.fromEntries(
      Object.entries({ ...settingSchemas, webhook_settings: endpointSchema }).map(
        ([name, schema]) => [name, Type.Optional(nullable(schema as TSchema))],
      ),
    ),
    { title: 'PartnerSettings', description: 'null goes back to the default' },
  ),
};

/**
 * Shapes with a title stand once, under components, and are referred to: they would be in the
 * document dozens of times.
 */
function hoist(
  { components, ...rest }: Record<string, unknown>,
  keyed: ReadonlySet<string>,
): Record<string, unknown> {
  const schemas: Record<string, unknown> = {};
  const walk = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node;
    if (Array.isArray(node)) return node.map(walk);
    const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value)]));
    const { title, type, 'x-schema': name } = copy;
    if (typeof name === 'string') return walk(NAMED[name]);
    if (typeof title !== 'string' || type !== 'object') return copy;
    schemas[title] = copy;
    return { $ref: `#/components/schemas/${title}` };
  };
  const document = walk(rest) as { paths?: Record<string, Record<string, Operation>> };
  for (const [path, methods] of Object.entries(document.paths ?? {}))
    for (const operation of Object.values(methods)) {
      addHeaders(operation, keyed.has(operation.operationId));
      addParameterExamples(path, operation.parameters);
    }
  addExamples([document, schemas]);
  return { ...document, components: { ...(components as object), schemas } };
}

type Operation = {
  operationId: string;
  parameters?: object[];
  deprecated?: boolean;
};

/** Headers that mean the same on many operations; the document names them on each. */
function addHeaders(operation: Operation, takesKeys: boolean): void {
  const deprecations = deprecationsOf(operation.operationId);
  if (deprecations.some((one) => one.header === undefined)) operation.deprecated = true;
  const header = (name: string, description: string, schema: object): object => ({
    name,
    in: 'header',
    required: false,
    description,
    ...(deprecations.some((one) => one.header?.name === name) ? { deprecated: true } : {}),
    schema,
  });
  const headers = [
    ...(takesKeys
      ? [
          header('Idempotency-Key', 'Same key and body: the first answer again, for 24 hours.', {
            type: 'string',
            minLength: 1,
            maxLength: 255,
          }),
        ]
      : []),
    ...(operation.operationId === 'createBooking'
      ? [
          header('x-api-version', '1.3 selects the older answer: an array of one booking.', {
            type: 'string',
            enum: ['1.3'],
          }),
        ]
      : []),
  ];
  if (headers.length > 0) operation.parameters = [...(operation.parameters ?? []), ...headers];
}

const INTRODUCTION = `Mobile data abroad for a travel company's customers.

Every partner request is signed: \`x-api-key\`, \`x-timestamp\` (Unix milliseconds) and \`x-signature\` = lower-case hex
HMAC-SHA256(secret, timestamp + METHOD + path), where path is the request target exactly as sent, with its query string.
The window is ±5 minutes. A key does what its scopes say; \`x-key-scope\` of an operation names the one it asks for.
\`POST\` and \`DELETE\` take an \`Idempotency-Key\`.

Answers are \`{ "success": true, "data": … }\`; failures \`{ "success": false, "error": { code, type, message, details, … } }\`
with every problem of a request in \`details\`. Fields are only ever added. Members and query parameters that nobody knows are
ignored and named in \`warnings\` beside \`data\`; where an answer has no envelope (304, files) in the header \`x-hubby-warnings\`.

The header \`content-language\` names the locale that an answer's names and texts are really in; it is absent where there are none,
or where a list is in several.`;

export const openapi = (
  ctx: Pick<Context, 'config' | 'baseUrl'>,
  routes: readonly Route[],
): FastifyDynamicSwaggerOptions => ({
  transformObject: (document) =>
    hoist(
      ('openapiObject' in document ? document.openapiObject : {}) as Record<string, unknown>,
      new Set(routes.filter(mayTakeKeys).map(({ operationId }) => operationId)),
    ) as never,
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Hubby API',
      version: '1.0.0',
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } as never,
    },
    servers: [{ url: ctx.baseUrl }],
    tags: [
      {
        name: 'Bookings',
        description: 'A booking says that travelers depart on a date, and what they get.',
      },
      { name: 'Imports', description: 'Bookings as files: see docs/imports.md.' },
      { name: 'Prices', description: 'What you pay, and what you ask: see docs/prices.md.' },
      { name: 'Native', description: 'For apps with their own screens.' },
      {
        name: 'Apps',
        description: 'What an app without Firebase needs to call the functions of docs/app-api.md.',
      },
      {
        name: 'WebView',
        description: 'The managed screens: how travelers come in, and what those screens call.',
      },
      { name: 'Catalog', description: 'Destinations and the bundles sold for them.' },
      {
        name: 'Messages',
        description:
          'Mails to travelers: what went out, how it arrived, and where nothing more is sent.',
      },
      {
        name: 'Webhooks',
        description: 'Events: where they are sent, how that went, and the feed of all of them.',
      },
      {
        name: 'Account',
        description: 'Of the partner itself: members, keys, and who changed what.',
      },
      { name: 'Reports', description: 'Figures to watch.' },
      { name: 'Sandbox', description: 'Staging only.' },
      { name: 'Operator', description: 'For whoever runs this installation.' },
      { name: 'Providers', description: 'For telcos.' },
    ],
    webhooks: eventWebhooks() as never,
    components: {
      securitySchemes: Object.assign({}, ...routes.map(({ caller }) => caller.schemes)) as never,
    },
  },
});
