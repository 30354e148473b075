/**
 * Every schema that something from outside is checked against, with the node walks that the policy
 * tests share.
 */
import { routes } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { settingSchemas } from '../../src/domain/settings/settings.ts';
import { endpointSchema } from '../../src/domain/webhooks/endpoint/check-endpoint.ts';

export type Schema = Readonly<Record<string, unknown>>;
/** `isFile`: a CSV file, bounded by its bytes only. */
export type Checked = { name: string; schema: Schema; isText: boolean; isFile?: boolean };
/**
 * A schema inside another: `path` leads there through members; `[]` is any item, `{}` any member.
 */
export type Node = { path: string[]; schema: Schema };

const config = loadConfig({ PORT: '0', HUBBY_DATA_DIR: '/nonexistent' });

export const taken: Checked[] = [
  ...routes({ config }).flatMap(({ method, url, body, query, params, consumes }) =>
    [
      { part: 'body', schema: body, isText: false },
      { part: 'query', schema: query, isText: true },
      { part: 'params', schema: params, isText: true },
    ].flatMap(({ part, schema, isText }) =>
      schema === undefined
        ? []
        : [
            {
              name: `${method} ${url} ${part}`,
              schema: schema as Schema,
              isText,
              isFile: part === 'body' && consumes !== undefined,
            },
          ],
    ),
  ),
  ...Object.entries({ ...settingSchemas, webhook_settings: endpointSchema }).map(
    ([name, schema]) => ({
      name: `setting ${name}`,
      schema: schema as unknown as Schema,
      isText: false,
    }),
  ),
];

export function nodesOf(schema: Schema, path: string[] = []): Node[] {
  const choices = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => (schema[key] as Schema[]) ?? []);
  const members = Object.entries((schema['properties'] as Record<string, Schema>) ?? {});
  const each = (step: string, inner: unknown[]): Node[] =>
    inner.flatMap((one) =>
      typeof one === 'object' ? nodesOf(one as Schema, [...path, step]) : [],
    );
  return [
    { path, schema },
    ...choices.flatMap((one) => nodesOf(one, path)),
    ...members.flatMap(([name, one]) => nodesOf(one, [...path, name])),
    ...each('{}', [
      ...Object.values((schema['patternProperties'] as object) ?? {}),
      schema['additionalProperties'],
    ]),
    ...each('[]', [schema['items']]),
  ];
}

/** Hangs a value where the path leads, in lists and objects of just what is needed. */
export function hang([step, ...rest]: string[], value: unknown): unknown {
  if (step === undefined) return value;
  const inner = hang(rest, value);
  return step === '[]' ? [inner] : { [step === '{}' ? 'default' : step]: inner };
}
