/**
 * A supplier's secrets for one call: from a file, from the environment, or asked for without showing
 * what is typed. Never an argument, which other users of the machine can read.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { readEnvironment } from '@hubby/sdk/environment';

export type Kind = {
  kind: string;
  title: string;
  credentials: { properties?: Record<string, { description?: string }>; required?: string[] };
};

const VARIABLE = 'HUBBY_SUPPLIER_CREDENTIALS';

/** `kind`: whose fields are asked for where nothing else has them; null = nobody is asked. */
export async function readSupplierCredentials(
  kind: Kind | null,
  file: string | undefined,
): Promise<Record<string, unknown>> {
  if (file !== undefined) return parse(readFileSync(file, 'utf8'), file);
  const given = readEnvironment().supplierCredentials;
  if (given !== null) return parse(given, VARIABLE);
  if (kind === null || !process.stdin.isTTY)
    throw new Error(`No credentials: give --credentials-file, or set ${VARIABLE} to their JSON.`);
  return ask(kind);
}

/** The text is in no message. */
function parse(text: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where} is no JSON object such as {"api_key":"…"}.`);
  return value as Record<string, unknown>;
}

async function ask({ title, credentials }: Kind): Promise<Record<string, string>> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: process.stdin, output: unseen, terminal: true });
  const found: Record<string, string> = {};
  try {
    for (const [name, { description = '' }] of Object.entries(credentials.properties ?? {})) {
      const isNeeded = credentials.required?.includes(name) === true;
      process.stderr.write(
        `${title}, ${name}${isNeeded ? '' : ' (may be empty)'}\n  ${description}\n> `,
      );
      const value = (await line.question('')).trim();
      process.stderr.write('\n');
      if (value !== '') found[name] = value;
    }
  } finally {
    line.close();
  }
  return found;
}
