/** What packages/sdk knows of the API, generated: scripts/openapi.ts writes and compares it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { EVENTS, EVENT_TYPES, flagOf } from '../src/domain/webhooks/events.ts';
import { routesFile, typesFile, type Document } from './sdk-types.ts';

const FOLDER = fileURLToPath(new URL('../packages/sdk/src/generated/', import.meta.url));
const HEADER = '// Generated: npm run docs:openapi\n\n';

/**
 * Names of files in packages/sdk/src/generated → their texts. `openapi`: the document as it will
 * stand in docs/reference.
 */
export async function sdkFiles(openapi: string): Promise<Record<string, string>> {
  const document = JSON.parse(openapi) as Document;
  const files = {
    'events.ts': eventsFile(),
    'routes.ts': routesFile(document),
    'types.ts': typesFile(document),
  };
  const formatted = Object.entries(files).map(async ([name, text]) => [
    name,
    await format(HEADER + text, { parser: 'typescript', printWidth: 100, singleQuote: true }),
  ]);
  return Object.fromEntries(await Promise.all(formatted));
}

function eventsFile(): string {
  const entries = EVENT_TYPES.map((type) => {
    const { summary, isDefault } = EVENTS[type];
    return `${JSON.stringify(type)}: ${JSON.stringify({ flag: flagOf(type), isDefault, summary })},`;
  });
  return `/** \`flag\`: its switch in the settings. \`isDefault\`: sent to those who do not set it. */
    export const EVENTS = {
      ${entries.join('\n')}
    } as const satisfies Record<string, { flag: string; isDefault: boolean; summary: string }>;`;
}

/** Names of those that are not what the sources say. */
export const drifted = (files: Record<string, string>): string[] =>
  Object.keys(files).filter(
    (name) => !existsSync(FOLDER + name) || readFileSync(FOLDER + name, 'utf8') !== files[name],
  );

export function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(FOLDER + name, text);
}
