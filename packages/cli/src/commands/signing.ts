/** `hubby sign` and `hubby env`: a partner's key, for other programs. */
import { problemOfTarget, signedHeaders } from '@hubby/sdk/signing';
import type { Command } from 'commander';
import { baseUrl, partnerKey, type ServerOptions } from '../client.ts';
import { alone, asPartner, define } from '../command.ts';
import { print } from '../print.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function addSigning(program: Command): void {
  alone(
    define(program, 'sign <method> <path>', 'headers of a signed request, for curl -H @-', [
      'sign GET /api/destinations/GR | curl -s -H @- http://127.0.0.1:3000/api/destinations/GR',
      "sign GET '/api/native/user-dashboard?external_user_id=ada' --json",
    ]),
  ).action(signRequest);
  asPartner(
    define(program, 'env', 'address and key as lines of a shell, to export', [
      'env > .env.sh',
      'env --json',
    ]),
  ).action(printEnvironment);
}

function signRequest(method: string, path: string, o: { json?: boolean }): void {
  const verb = method.toUpperCase();
  if (!METHODS.includes(verb))
    throw new Error(
      `"${method}" is no method: expected one of ${METHODS.join(', ')}, then a path.`,
    );
  if (!path.startsWith('/'))
    throw new Error(
      `"${path}" is no path: expected what stands in the request line, beginning with /, e.g. ${pathOf(path)}`,
    );
  // What a server would refuse is told before it is signed.
  const problem = problemOfTarget(path);
  if (problem !== null) throw new Error(problem);
  const headers = signedHeaders(partnerKey(), verb, path);
  print(o, headers, () =>
    Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  );
}

/** What was probably meant. */
function pathOf(text: string): string {
  if (!URL.canParse(text)) return `/${text.replace(/^\.?\/*/, '')}`;
  const { pathname, search } = new URL(text);
  return pathname.startsWith('/') ? `${pathname}${search}` : '/api/destinations/GR';
}

const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

function printEnvironment(o: ServerOptions): void {
  const { api_key, api_secret } = partnerKey();
  const variables = {
    HUBBY_URL: baseUrl(o),
    HUBBY_API_KEY: api_key,
    HUBBY_API_SECRET: api_secret,
  };
  print(o, variables, () =>
    Object.entries(variables)
      .map(([name, value]) => `export ${name}=${quoted(value)}`)
      .join('\n'),
  );
}
