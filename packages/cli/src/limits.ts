/** `hubby limits`: what the public endpoints let through. */
import { operatorCall, type ServerOptions } from './client.ts';
import { print } from './print.ts';

type Shown = { limits: Record<string, number>; defaults: Record<string, number> };

export async function limits(options: ServerOptions & { set?: string }): Promise<void> {
  let change: unknown;
  try {
    change = options.set === undefined ? undefined : JSON.parse(options.set);
  } catch {
    throw new Error(`--set is not valid JSON: ${options.set}`);
  }
  const data = (await operatorCall(
    options,
    change === undefined ? 'GET' : 'PUT',
    '/limits',
    change,
  )) as Shown;
  print(options, data, () => tell(data));
}

function tell({ limits: inForce, defaults }: Shown): string {
  const width = Math.max(...Object.keys(inForce).map((name) => name.length));
  return Object.entries(inForce)
    .map(
      ([name, value]) =>
        `${name.padEnd(width)}  ${value === 0 ? 'off' : value}${value === defaults[name] ? '' : `  (default ${defaults[name]})`}`,
    )
    .join('\n');
}
