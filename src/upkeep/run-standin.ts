/** `hubby supplier standin`: a server that answers as a supplier does, until ctrl-C. */
import { print } from '@hubby/cli';
import { STAND_INS, type StandIn } from '@hubby/standins';

export type StandInCommand = { port?: string; callbackUrl?: string; json?: boolean };

/** Resolves when it was told to stop and has let go of its port. */
export async function runStandIn(kind: string, options: StandInCommand): Promise<void> {
  const callbackUrl = urlOf(options.callbackUrl);
  const standIn = await start(kind, portOf(options.port));
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  // Not once: npm passes on what the terminal has sent already.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop());
  try {
    await standIn.desk.tellAt(callbackUrl);
  } catch (error) {
    await standIn.close();
    throw error;
  }
  const { url, control, credentials, settings } = standIn;
  const { add, test } = commandsFor(kind, standIn);
  print(options, { kind, url, credentials, settings, control, commands: [add, test] }, () =>
    [
      `A stand-in for ${kind} is at ${url}`,
      `with the credentials ${JSON.stringify(credentials)}`,
      '',
      'In another terminal, add it as an account, and test it:',
      `  ${add}`,
      `  ${test}`,
      '',
      'It can be made to fail, and devices to use data. What there is, and what it sold:',
      `  curl ${control}`,
      `  curl ${control}/ledger`,
      '',
      'What it sells is invented, and forgotten when it ends; ctrl-C ends it.',
    ].join('\n'),
  );
  await stopped;
  await standIn.close();
}

/** As a shell takes them: nothing in them has a quote of its own. */
function commandsFor(
  kind: string,
  { url, credentials, settings }: StandIn,
): { add: string; test: string } {
  const name = `standin-${kind}`;
  const set = JSON.stringify({
    base_url: url,
    mode: 'test',
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
  });
  return {
    add: `HUBBY_SUPPLIER_CREDENTIALS='${JSON.stringify(credentials)}' npx hubby supplier add ${name} --kind ${kind} --set '${set}'`,
    test: `npx hubby supplier test ${name}`,
  };
}

async function start(kind: string, port: number): Promise<StandIn> {
  if (!Object.hasOwn(STAND_INS, kind))
    throw new Error(
      `"${kind}" has no stand-in: expected one of ${Object.keys(STAND_INS).join(', ')}.`,
    );
  try {
    return await STAND_INS[kind]!(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new Error(`Port ${port} is taken: give another --port, or none.`);
    throw error;
  }
}

function portOf(text = '0'): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new Error(`--port: expected a number up to 65535, got "${text}".`);
  return port;
}

function urlOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new Error(`--callback-url: expected an address with http or https, got "${text}".`);
  return text;
}
